/// What a tagger sees around one word.
struct TagContext {
  let tokens: [CaptionToken]
  /// Tags of the tokens before `index`.
  let tags: [WordTag]
  let index: Int
  let lexicon: Lexicon
  let isNextForcedNoun: Bool

  /// The word itself.
  var word: String { tokens[index].text }

  /// The word after it.
  var next: String? { index + 1 < tokens.count ? tokens[index + 1].text : nil }

  /// The tag before it; adverbs such as `very` between an article and an adjective are passed over.
  var previous: WordTag {
    guard let last = tags.last else { return .sign }
    guard last == .adverb, tags.count > 1 else { return last }
    let before = tags[tags.count - 2]
    return before == .determiner || before == .possessive ? before : last
  }

  /// The word before it.
  var previousWord: String? { index > 0 ? tokens[index - 1].text : nil }

  /// Whether it begins the caption or a sentence.
  var isStart: Bool {
    guard index > 0 else { return true }
    let sign = tokens[index - 1]
    return sign.kind == .sign && sign.text != "," && sign.text != "-"
  }

  private func classes(at place: Int) -> WordClass {
    guard place < tokens.count, tokens[place].kind == .word else { return [] }
    let known = lexicon.classes(of: tokens[place].text)
    return known.isEmpty ? SuffixGuess.classes(of: tokens[place].text) : known
  }

  /// Whether the next word can be part of a noun phrase after a modifier.
  var nextIsNounLike: Bool {
    if isNextForcedNoun { return true }
    guard index + 1 < tokens.count, tokens[index + 1].kind == .word else { return false }
    let classes = classes(at: index + 1)
    guard classes.isDisjoint(with: .function) else { return false }
    if classes.contains(.verbS), !classes.contains(.noun) { return false }
    if classes.contains(.verbIng), !classes.contains(.noun) { return describes(at: index + 1) }
    if classes.contains(.verbPast), classes.isDisjoint(with: [.noun, .adjective]) {
      return describes(at: index + 1)
    }
    if classes.contains(.adverb), classes.isDisjoint(with: [.noun, .adjective]) { return false }
    if classes.contains(.adjective), !classes.contains(.noun) { return describes(at: index + 1) }
    return !classes.isDisjoint(with: [.noun, .number]) || !classes.contains(.verbBase)
  }

  /// Whether a word that can only describe is followed by something that it describes.
  private func describes(at place: Int) -> Bool {
    guard place + 1 < tokens.count else { return false }
    if tokens[place + 1].kind == .sign { return tokens[place + 1].text == "," }
    let after = classes(at: place + 1)
    if tokens[place + 1].text == "and" { return true }
    guard tokens[place + 1].kind == .word, after.isDisjoint(with: .function) else { return false }
    return !after.isDisjoint(with: [.noun, .adjective, .verbPast, .verbIng]) || after.isEmpty
  }

  /// Whether a noun phrase can follow a determiner here: its noun or a modifier.
  var nextStartsNoun: Bool {
    if nextIsNounLike { return true }
    guard index + 1 < tokens.count else { return false }
    let classes = classes(at: index + 1)
    return tokens[index + 1].kind == .number || classes.contains(.number)
      || (classes.isDisjoint(with: .function)
        && !classes.isDisjoint(with: [.adjective, .verbIng, .verbPast, .adverb]))
  }

  /// Whether an article, possessive, number or preposition follows.
  var nextStartsPhrase: Bool {
    guard let next else { return false }
    return !lexicon.classes(of: next).isDisjoint(with: [
      .determiner, .possessive, .number, .preposition, .pronoun,
    ])
  }

  /// Whether an article, possessive or pronoun follows: the object of a verb.
  var nextStartsObject: Bool {
    guard let next else { return false }
    return !lexicon.classes(of: next).isDisjoint(with: [.determiner, .possessive])
  }

  /// Whether a word that no list has stands where only a verb can: before an object, and after a
  /// subject, `to`, a modal or nothing.
  var isUnknownVerb: Bool {
    guard nextStartsObject else { return false }
    if isStart || previousWord == "to" || isAfterModal { return true }
    return previous == .noun && (word.hasSuffix("s") != previousIsPlural) && !word.hasSuffix("ss")
  }

  /// `many of them`, `both are`: a quantifier without its noun.
  func isBareQuantifier(_ classes: WordClass) -> Bool {
    guard classes.contains(.pluralizer) || word == "each" || word == "all" else { return false }
    guard let next else { return true }
    return next == "of" || lexicon.classes(of: next).contains(.auxiliary)
  }

  /// Whether the word before can only be a number standing alone (`the two stand`).
  var previousIsBareNumber: Bool {
    previous == .number || previousWord == "all" || previousWord == "both"
  }

  /// Whether a modal comes before.
  var isAfterModal: Bool {
    guard let previousWord else { return false }
    return lexicon.classes(of: previousWord).contains(.modal)
  }

  /// Whether the noun before is a plural.
  var previousIsPlural: Bool {
    guard let previousWord else { return false }
    return Lemmatizer.standard.isPlural(previousWord) || previousWord == "sheep"
      || previousWord == "cattle"
  }

  /// Whether the subject before is a plural or joined by `and`: `a man and a woman stand`.
  var subjectIsPlural: Bool {
    guard !previousIsPlural else { return true }
    var place = tags.count - 1
    while place >= 0, tags[place] == .noun { place -= 1 }
    while place >= 0, tags[place].opensPhrase { place -= 1 }
    return place > 0 && tokens[place].text == "and" && tags[place - 1] == .noun
  }

  /// Whether the phrase before was opened by a number or quantifier and has no plural yet.
  var phraseWantsPlural: Bool {
    guard !previousIsPlural else { return false }
    var place = tags.count - 1
    while place >= 0, tags[place] == .noun || tags[place] == .adjective { place -= 1 }
    guard place >= 0 else { return false }
    if tags[place] == .number { return tokens[place].text != "one" && tokens[place].text != "1" }
    return lexicon.classes(of: tokens[place].text).contains(.pluralizer)
  }

  /// Whether the words joined by the conjunction before begin with a verb: `sit and watch`.
  var isAfterVerbList: Bool {
    guard tags.count >= 2 else { return false }
    var place = tags.count - 2
    // Back over the object of the verb: `holding a cup and watching`.
    while place >= 0, tags[place] == .noun || tags[place].opensPhrase { place -= 1 }
    return place >= 0 && tags[place] == .verb && place == tags.count - 2
  }
}
