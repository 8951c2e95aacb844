/// A word or sign of a caption.
struct CaptionToken: Hashable {
  /// What a token is, by its characters.
  enum Kind: UInt8, Hashable {
    /// Letters, with inner hyphens, apostrophes and digits.
    case word
    /// Digits.
    case number
    /// `'s`, `n't` and the like, or a bare `'` after a plural.
    case clitic
    /// Any other sign, and words too long to be one.
    case sign
  }

  var kind: Kind
  /// Its bytes in the caption's text.
  var bytes: Range<Int>
  /// Its scalars in the caption.
  var scalars: Range<Int>
}
