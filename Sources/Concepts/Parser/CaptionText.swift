/// A caption as the tokeniser reads it: UTF-8 in lower case, without markup, with its origin.
///
/// Curly quotes and dashes become ASCII, letters are composed (NFC), entities are decoded; tags,
/// addresses, `@names`, emoji and controls are white space; invisible formats are gone.
struct CaptionText {
  /// Most scalars looked at: no sentence is longer, a file without line ends is.
  static let scalarsMax = 8_192

  /// The normalised bytes: ASCII letters, digits, signs and spaces; other bytes are letters.
  private(set) var bytes: [UInt8] = []
  /// 1 for the first byte of each upper-case letter.
  private(set) var isUpper: [UInt8] = []
  /// Where the bytes come from; `nil` when byte i is scalar i.
  private var origin: Origin?
  /// Whether the caption has more scalars than are read.
  private(set) var isTruncated = false
  /// Letters of the Latin script.
  private(set) var latinLetters = 0
  /// Letters of other scripts.
  private(set) var otherLetters = 0

  /// The caption's scalars, and for each byte of the text those that it comes from.
  private final class Origin: Sendable {
    let scalars: [Unicode.Scalar]
    let starts: [Int32]
    let ends: [Int32]

    init(_ scalars: [Unicode.Scalar], starts: [Int32], ends: [Int32]) {
      (self.scalars, self.starts, self.ends) = (scalars, starts, ends)
    }
  }

  /// Reads a caption.
  init(_ caption: String) {
    let utf8 = Array(caption.utf8)
    if utf8.count <= Self.scalarsMax, Self.isPlain(utf8) {
      lower(utf8)
    } else {
      let scalars = Array(caption.unicodeScalars.prefix(Self.scalarsMax))
      isTruncated =
        utf8.count > Self.scalarsMax
        && caption.unicodeScalars.dropFirst(Self.scalarsMax).first != nil
      var normalizer = CaptionNormalizer(scalars)
      normalizer.run()
      bytes = normalizer.bytes
      isUpper = normalizer.isUpper
      origin = Origin(scalars, starts: normalizer.starts, ends: normalizer.ends)
      latinLetters = normalizer.latinLetters
      otherLetters = normalizer.otherLetters
    }
  }

  /// Adds a token that is not in the caption in one piece; returns its place.
  mutating func append(_ token: [UInt8]) -> Range<Int> {
    let start = bytes.count
    bytes += token
    isUpper += repeatElement(0, count: token.count)
    return start..<bytes.count
  }

  /// The first scalar of the byte at `place`.
  func start(_ place: Int) -> Int { origin.map { Int($0.starts[place]) } ?? place }

  /// One past the last scalar of the byte at `place`.
  func end(_ place: Int) -> Int { origin.map { Int($0.ends[place]) } ?? place + 1 }

  /// The caption's own text between two scalars.
  func surface(_ range: Range<Int>) -> String {
    if let origin { return String(String.UnicodeScalarView(origin.scalars[range])) }
    // Case is all that a plain caption loses.
    if isAsWritten(range) { return String(decoding: bytes[range], as: UTF8.self) }
    var text = Array(bytes[range])
    for place in range where isUpper[place] != 0 { text[place - range.lowerBound] &= 0xdf }
    return String(decoding: text, as: UTF8.self)
  }

  /// Whether the caption has these bytes as they are: it is plain, and they have no upper case.
  func isAsWritten(_ range: Range<Int>) -> Bool {
    guard origin == nil else { return false }
    for place in range where isUpper[place] != 0 { return false }
    return true
  }

  /// Whether nothing but case has to change: printable ASCII without markup and addresses.
  private static func isPlain(_ utf8: [UInt8]) -> Bool {
    for place in utf8.indices {
      let byte = utf8[place]
      switch byte {
      case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: "@"), UInt8(ascii: "#"),
        UInt8(ascii: "`"):
        return false
      case UInt8(ascii: ":"):
        if place + 2 < utf8.count, utf8[place + 1] == 0x2f, utf8[place + 2] == 0x2f { return false }
      case UInt8(ascii: "."):
        if isAddress(utf8, place) { return false }
      case 0x20...0x7e: break
      default: return false
      }
    }
    return true
  }

  /// Whether the dot at `place` is in `www.x` or `x.com`.
  private static func isAddress(_ utf8: [UInt8], _ place: Int) -> Bool {
    guard place + 1 < utf8.count, place > 0, utf8[place + 1] != 0x20, utf8[place - 1] != 0x20
    else { return false }
    if place >= 3, (1...3).allSatisfy({ utf8[place - $0] | 0x20 == UInt8(ascii: "w") }) {
      return true
    }
    let after = utf8[(place + 1)...].prefix(4).map { $0 | 0x20 }
    return CaptionNormalizer.domains.contains { after.starts(with: $0) }
  }

  private mutating func lower(_ utf8: [UInt8]) {
    bytes = utf8
    isUpper = [UInt8](repeating: 0, count: utf8.count)
    for place in bytes.indices {
      let byte = bytes[place]
      if byte >= 0x41, byte <= 0x5a {
        bytes[place] = byte | 0x20
        isUpper[place] = 1
        latinLetters += 1
      } else if byte >= 0x61, byte <= 0x7a {
        latinLetters += 1
      }
    }
  }
}
