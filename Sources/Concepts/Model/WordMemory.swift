/// Words that were looked up before, by their bytes and case: one place for each.
///
/// A word has a number as long as it keeps its place; no number is given twice.
struct WordMemory: Sendable {
  /// Most bytes of a word that is remembered: two numbers hold them, and text is stored inline.
  static let bytesMax = 15

  /// A word's bytes and case, exactly.
  private struct Key: Equatable, Sendable {
    /// The bytes, the last ones lowest.
    var low: UInt64 = 0
    var high: UInt64 = 0
    /// A bit for each upper-case letter, from bit 8; the number of bytes below.
    var form: UInt64 = 0
  }

  private static let bits: UInt64 = 15
  /// Numbers have 20 bits: two of them and four tags fit a key of `SumMemory`.
  static let idMax: UInt64 = 1 << 20

  private var keys = [Key](repeating: Key(), count: 1 << Self.bits)
  private var words: [KnownWord?] = Array(repeating: nil, count: 1 << Self.bits)
  /// The number of the next word that is looked up for the first time.
  var nextID = WordFeatures.firstID

  /// Whether the words of one more caption might find no number.
  var isFull: Bool { nextID + UInt64(CaptionTokenizer.tokensMax) > Self.idMax }

  /// The word at `range`; the parameters are those of `KnownWord`.
  @inline(__always) mutating func word(
    _ text: CaptionText, _ range: Range<Int>, ignoresCase: Bool, _ model: CaptionModel
  ) -> KnownWord {
    guard range.count <= Self.bytesMax else {
      return KnownWord(text, range, ignoresCase: ignoresCase, model)
    }
    var key = Key()
    var upper: UInt64 = 0
    for index in range {
      key.high = key.high << 8 | key.low >> 56
      key.low = key.low << 8 | UInt64(text.bytes[index])
      upper = upper << 1 | UInt64(text.isUpper[index])
    }
    key.form = (ignoresCase ? 0 : upper) << 8 | UInt64(range.count)
    let mixed = (key.low ^ key.high &* 0x94d0_49bb_1331_11eb ^ key.form) &* 0x9e37_79b9_7f4a_7c15
    let spread = (mixed ^ mixed >> 29) &* 0xbf58_476d_1ce4_e5b9
    let place = Int(truncatingIfNeeded: spread >> (64 - Self.bits))
    if keys[place] == key, let word = words[place] { return word }
    let made = KnownWord(text, range, ignoresCase: ignoresCase, model, id: nextID)
    nextID += 1
    keys[place] = key
    words[place] = made
    return made
  }
}
