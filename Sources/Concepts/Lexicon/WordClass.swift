/// What a word can be, out of context.
struct WordClass: OptionSet, Hashable, Sendable {
  let rawValue: UInt32

  static let determiner = WordClass(rawValue: 1 << 0)
  static let possessive = WordClass(rawValue: 1 << 1)
  static let pronoun = WordClass(rawValue: 1 << 2)
  static let preposition = WordClass(rawValue: 1 << 3)
  static let conjunction = WordClass(rawValue: 1 << 4)
  static let auxiliary = WordClass(rawValue: 1 << 5)
  static let modal = WordClass(rawValue: 1 << 6)
  static let adverb = WordClass(rawValue: 1 << 7)
  static let number = WordClass(rawValue: 1 << 8)
  static let adjective = WordClass(rawValue: 1 << 9)
  static let noun = WordClass(rawValue: 1 << 10)
  /// Base form of a verb.
  static let verbBase = WordClass(rawValue: 1 << 11)
  /// Third person of a verb.
  static let verbS = WordClass(rawValue: 1 << 12)
  /// Present participle.
  static let verbIng = WordClass(rawValue: 1 << 13)
  /// Past form or participle.
  static let verbPast = WordClass(rawValue: 1 << 14)
  /// A noun first of all: a verb only where nothing else fits.
  static let mostlyNoun = WordClass(rawValue: 1 << 15)
  /// A number or quantifier that wants a plural.
  static let pluralizer = WordClass(rawValue: 1 << 16)

  /// Words that hold a sentence together, and no noun, verb or adjective.
  static let function: WordClass = [
    .determiner, .possessive, .pronoun, .preposition, .conjunction, .auxiliary,
  ]
}
