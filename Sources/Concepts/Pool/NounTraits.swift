/// What is known of nouns apart from any corpus.
enum NounTraits {
  /// Names with a smaller share of physical senses are abstract.
  static let physicalShareMin = 0.1

  /// The share of a name's senses that are physical things, weighted by how often each is meant.
  ///
  /// `Σ physical (count + 1) / Σ (count + 1)` over the noun senses of the name, or of its last word
  /// when the name has none; `nil` for names that are not known.
  static func physicalShare(of name: String) -> Double? {
    let words = CaptionModel.standard.words
    if let share = words.entry(of: name)?.physicalShare { return share }
    guard let space = name.utf8.lastIndex(of: 0x20) else { return nil }
    return words.entry(FeatureHash.word(name.utf8[space...].dropFirst()))?.physicalShare
  }

  /// Whether a name of one word is known and hardly ever a physical thing.
  static func isAbstract(_ name: String) -> Bool {
    guard !isExempt(name), let share = CaptionModel.standard.words.entry(of: name)?.physicalShare
    else { return false }
    return share < physicalShareMin
  }

  /// Names that are things of a picture although most of their senses are not, or whose first sense
  /// is a group: the filter for abstract names leaves them.
  static func isExempt(_ name: String) -> Bool {
    exempt.contains(name) || CaptionModel.standard.words.entry(of: name)?.isGroup ?? false
  }

  /// Whether a word is in the vocabulary; others may be misspellings.
  static func isKnown(_ word: String) -> Bool {
    CaptionModel.standard.words.entry(of: word)?.isEnglish ?? false
  }

  private static let exempt = WordLists.words(
    """
    advertisement artwork audience badge banknote banner bleachers bonfire buoy calendar campfire
    cartoon cash certificate checkbook cheque cloud coin crowd diploma dollar drawing family fire
    flag flock footprint gift graffiti herd light logo medal milkshake money painting parade party
    passport penny placard postcard poster rain rainbow receipt reflection rosary sculpture shadow
    shower sign snow stand statue step stoplight sunset team ticket traffic trophy unicorn wave
    wedding windsock
    """)
}
