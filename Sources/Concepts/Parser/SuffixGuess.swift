/// What an unknown word can be, by its ending.
enum SuffixGuess {
  private static let adjectiveEndings = [
    "ous", "ful", "ish", "able", "ible", "less", "ive", "-like", "-sized", "-shaped", "-colored",
    "ier", "iest", "-style",
  ]

  /// The classes of a word that no list has.
  static func classes(of word: String) -> WordClass {
    let length = word.utf8.count
    if word.contains("-"), word.first?.isNumber == true { return .adjective }
    if length > 4, word.hasSuffix("ly") { return .adverb }
    if length > 5, word.hasSuffix("ing") { return .verbIng }
    if length > 4, word.hasSuffix("ed") { return .verbPast }
    if length > 5, adjectiveEndings.contains(where: { word.hasSuffix($0) }) { return .adjective }
    return .noun
  }
}
