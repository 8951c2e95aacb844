/// A word of a caption and whether it is a noun there.
///
/// Over a corpus they tell nouns from words that were only mistaken for one: `eating` is hardly ever
/// a noun, `painting` mostly is.
public struct WordUse: Hashable, Sendable {
  /// The word in lower case, in the singular if it can be a plural (`dogs`, `stands` → `stand`).
  public var word: String
  /// Whether it is a noun or a name in this caption.
  public var isNoun: Bool

  /// Creates a use of a word.
  public init(word: String, isNoun: Bool) {
    self.word = word
    self.isNoun = isNoun
  }
}
