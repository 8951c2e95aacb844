/// What a token is in its caption.
enum WordTag: Hashable {
  case determiner
  case possessive
  case pronoun
  case preposition
  case conjunction
  case auxiliary
  case adverb
  case number
  case adjective
  case noun
  case verb
  /// `'s`.
  case possessiveMark
  /// A sign; ends a phrase, but for commas between adjectives.
  case sign

  /// Whether a noun is wanted after it, so that a word that can be one is one.
  var opensPhrase: Bool {
    switch self {
    case .determiner, .possessive, .number, .adjective, .possessiveMark: true
    default: false
    }
  }
}
