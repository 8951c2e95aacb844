extension WordLists {
  /// The closed lists of words that the parser asks about at every token.
  struct Membership: OptionSet, Sendable {
    let rawValue: UInt16
    static let indefinite = Membership(rawValue: 1)
    static let determiner = Membership(rawValue: 2)
    static let pronoun = Membership(rawValue: 4)
    /// A determiner that wants the singular.
    static let singularDeterminer = Membership(rawValue: 8)
    /// A noun that a participle joins to describe a third.
    static let participleNoun = Membership(rawValue: 16)
    /// The first word of a compound of `CompoundList`.
    static let opensCompound = Membership(rawValue: 32)

    private static let singularDeterminers: Set = [
      "a", "an", "another", "each", "every", "this", "that",
    ]

    init(rawValue: UInt16) {
      self.rawValue = rawValue
    }

    /// The lists of a word in lower case; `hash` is that of its features.
    init(of word: String, hash: UInt64) {
      self = []
      if FunctionWords.indefinites.contains(word) { insert(.indefinite) }
      if FunctionWords.determiners.contains(word) { insert(.determiner) }
      if FunctionWords.pronouns.contains(word) || FunctionWords.possessives.contains(word) {
        insert(.pronoun)
      }
      if Self.singularDeterminers.contains(word) { insert(.singularDeterminer) }
      if FunctionWords.participleNouns.contains(word) { insert(.participleNoun) }
      if CompoundList.firstWords.contains(hash) { insert(.opensCompound) }
    }
  }
}
