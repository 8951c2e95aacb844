/// A word or sign of a caption.
struct CaptionToken: Hashable {
  /// What a token is, by its characters.
  enum Kind: Hashable {
    /// Letters, with inner hyphens, apostrophes and digits.
    case word
    /// Digits.
    case number
    /// `'s` or a bare `'` after a plural.
    case possessive
    /// Any other sign: it ends phrases.
    case sign
  }

  var kind: Kind
  /// Lower case; for signs the sign itself.
  var text: String
  /// First Unicode scalar in the caption.
  var start: Int
  /// One past the last one.
  var end: Int
}
