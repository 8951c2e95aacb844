/// What the tagger and the chunker see of one token.
struct WordFeatures: Sendable {
  /// Hash of the word in lower case; all numbers share two.
  var word: UInt64
  /// The last 1 to 4 bytes.
  var suffixes: (UInt64, UInt64, UInt64, UInt64)
  /// The first 1 to 3 bytes.
  var prefixes: (UInt64, UInt64, UInt64)
  /// Case, digits, hyphens, other signs, length up to 4.
  var shape: UInt64
  /// What the word table knows.
  var entry: WordEntry
  /// The word's number in the memory that the caption is read with; 0 for one that it does not hold.
  ///
  /// Words of one number are alike in all features.
  var id: UInt64 = 0

  /// Before the first token.
  static let start = WordFeatures(padding: 11, id: 1)
  /// After the last token.
  static let end = WordFeatures(padding: 13, id: 2)

  /// The first number that is no padding's.
  static let firstID: UInt64 = 3

  private init(padding: UInt64, id: UInt64) {
    word = padding
    suffixes = (padding, padding, padding, padding)
    prefixes = (padding, padding, padding)
    shape = 0
    entry = WordEntry()
    self.id = id
  }

  /// Bits of `shape` that tell the case of letters.
  static let caseBits: UInt64 = 15

  /// Creates the features of `text[range]`, which is in lower case.
  ///
  /// - Parameters:
  ///   - text: Tokens in lower case.
  ///   - range: The token's bytes; at least one.
  ///   - isUpper: For each byte of `text`, 1 where the caption has an upper-case letter.
  ///   - words: The model's words.
  init(_ text: [UInt8], _ range: Range<Int>, isUpper: [UInt8], words: WordTable) {
    var counts = (upper: 0, digits: 0, hyphens: 0, others: 0, letters: 0)
    var hash = FeatureHash.seed
    for index in range {
      let byte = text[index]
      hash = FeatureHash.step(hash, byte)
      if isUpper[index] != 0 { counts.upper += 1 }
      switch byte {
      case 0x61...0x7a, 0x80...: counts.letters += 1
      case 0x30...0x39: counts.digits += 1
      case 0x2d: counts.hyphens += 1
      default: counts.others += 1
      }
    }
    let full = FeatureHash.finish(hash)
    let isNumber = counts.digits > 0 && counts.letters == 0
    word = isNumber ? (counts.digits == 4 ? 0x1234567 : 0x7654321) : full
    entry = words.entry(full) ?? WordEntry()
    func ending(_ length: Int) -> UInt64 {
      guard range.count >= length else { return full &+ UInt64(length) }
      return Self.packed(text, (range.upperBound - length)..<range.upperBound)
    }
    func beginning(_ length: Int) -> UInt64 {
      guard range.count >= length else { return full &+ UInt64(length) &+ 50 }
      return Self.packed(text, range.lowerBound..<(range.lowerBound + length))
    }
    suffixes = (ending(1), ending(2), ending(3), ending(4))
    prefixes = (beginning(1), beginning(2), beginning(3))
    shape = 0
    if counts.upper > 0 {
      shape |= isUpper[range.lowerBound] != 0 ? 1 : 2
      if counts.upper == range.count, range.count > 1 { shape |= 4 }
      if counts.upper > 1, counts.letters > counts.upper { shape |= 8 }
    }
    if counts.digits > 0 { shape |= counts.digits + counts.others == range.count ? 48 : 16 }
    if counts.hyphens > 0 { shape |= 64 }
    if counts.others > 0 { shape |= 128 }
    if counts.letters == 0 { shape |= 256 }
    shape |= UInt64(min(range.count, 4)) << 10
  }

  private static func packed(_ text: [UInt8], _ range: Range<Int>) -> UInt64 {
    var value = UInt64(range.count)
    for index in range { value = value << 8 | UInt64(text[index]) }
    return value
  }
}
