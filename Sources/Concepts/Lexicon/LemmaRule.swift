/// How one form becomes another: bytes to leave out at the end, and text to put there.
struct LemmaRule: Hashable, Sendable {
  /// UTF-8 bytes to leave out.
  var dropped: UInt8
  /// What takes their place.
  var ending: String

  /// Creates a rule from its parts.
  init(dropped: UInt8, ending: String) {
    self.dropped = dropped
    self.ending = ending
  }

  /// The rule that makes `lemma` of `word`.
  init(from word: String, to lemma: String) {
    let common = zip(word.unicodeScalars, lemma.unicodeScalars).prefix { $0 == $1 }.count
    let rest = String(String.UnicodeScalarView(word.unicodeScalars.dropFirst(common)))
    precondition(rest.utf8.count <= 255, "a word is too long for a rule")
    dropped = UInt8(rest.utf8.count)
    ending = String(String.UnicodeScalarView(lemma.unicodeScalars.dropFirst(common)))
  }
}
