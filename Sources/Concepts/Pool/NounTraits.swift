/// What is known of nouns apart from any corpus.
enum NounTraits {
  /// The share of a name's senses that are physical things, weighted by how often each is meant.
  ///
  /// `Σ physical (count + 1) / Σ (count + 1)` over the noun senses of the name, or of its last word
  /// when the name has none; `nil` for names that are not known.
  static func physicalShare(of name: String) -> Double? {
    nil
  }

  /// Names that are things of a picture although most of their senses are not, or whose first sense
  /// is a group: the filter for abstract names leaves them.
  static func isExempt(_ name: String) -> Bool {
    exempt.contains(name)
  }

  /// Whether a word is in the vocabulary; others may be misspellings.
  static func isKnown(_ word: String) -> Bool {
    !Lexicon.standard.classes(of: word).isEmpty
  }

  private static let exempt = Lexicon.words(
    """
    advertisement audience banner cartoon cloud crowd drawing family fire flag flock graffiti herd
    light logo painting parade party poster rain rainbow reflection sculpture shadow shower sign
    snow stand statue step stoplight sunset team traffic wave wedding
    """)
}
