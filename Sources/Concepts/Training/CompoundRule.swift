/// Which of WordNet's nouns of several words are kept whole.
enum CompoundRule {
  /// Most words of a compound.
  static let wordsMax = 4
  /// Least share of physical things among the senses.
  static let physicalMin = 0.5

  /// Words that begin descriptions, not names: `young man` and `little girl` are in WordNet.
  private static let describing = WordLists.words(
    """
    a an the this that these those my your his her its our their some any no every each
    young old little small big large tall short long new good great bad fine high low full empty
    open closed single double-size wild best better real whole dark light middle-aged beautiful
    pretty nice clean dirty dead live sick blind deaf fat thin rich poor free public private common
    general main major minor same other different own only former late early next last first second
    third quick slow happy sad brave strong weak hard soft wet dry cold warm loose solid
    two three four five
    """)

  /// Colours begin few names, most of what is `green` is a green thing: `tellsSort` says which.
  private static let colors = WordLists.words(
    "black white red blue green yellow brown pink purple gray grey orange gold golden silver")

  /// Whether a noun of WordNet, words joined by `_`, is kept whole.
  static func accepts(_ noun: String, _ wordNet: WordNet) -> Bool {
    let words = noun.split(separator: "_").map(String.init)
    guard (2...wordsMax).contains(words.count),
      words.allSatisfy({
        $0.utf8.allSatisfy { (0x61...0x7a).contains($0) || $0 == 0x2d || $0 == 0x27 }
      }),
      !describing.contains(words[0]), !words.contains("of"), !words.contains("and"),
      let share = wordNet.physicalShare(noun), share >= physicalMin
    else { return false }
    return !colors.contains(words[0]) || tellsSort(noun, head: words[words.count - 1], wordNet)
  }

  /// Whether the colour at the start of a noun tells what sort of thing it is.
  ///
  /// Of food it does (`white wine`). Of animals it does where the whole is the next kind below what
  /// the head means first, as everyday names are (`black bear`): names of species further down
  /// (`green frog`, a true frog; `red drum`, a fish) are not what captions mean by a green frog or a
  /// red drum. Of plants it is the colour of their flowers.
  private static func tellsSort(_ noun: String, head: String, _ wordNet: WordNet) -> Bool {
    wordNet.isKind(noun, of: head, in: WordNet.foodFile)
      || wordNet.isNextKind(noun, below: head, in: WordNet.animalFile)
  }
}
