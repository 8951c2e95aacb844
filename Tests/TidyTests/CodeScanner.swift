/// Leaves comments and the contents of string literals out of Swift code, line by line.
///
/// Works on bytes: a test in debug mode reads the whole repository with it.
struct CodeScanner {
  private let bytes: [UInt8]
  private var index = 0
  private var kept: [UInt8] = []

  /// Scans `text`.
  init(_ text: String) {
    bytes = Array(text.utf8)
    while index < bytes.count { step() }
  }

  /// The code; every line of the text is still a line.
  var code: String { String(decoding: kept, as: UTF8.self) }

  private static let newline = UInt8(ascii: "\n")
  private static let quote = UInt8(ascii: "\"")
  private static let hash = UInt8(ascii: "#")
  private static let slash = UInt8(ascii: "/")
  private static let star = UInt8(ascii: "*")
  private static let backslash = UInt8(ascii: "\\")

  private mutating func step() {
    let byte = bytes[index]
    let next = index + 1 < bytes.count ? bytes[index + 1] : 0
    if byte == Self.slash, next == Self.slash {
      while index < bytes.count, bytes[index] != Self.newline { index += 1 }
    } else if byte == Self.slash, next == Self.star {
      index += 2
      skip(to: [Self.star, Self.slash], escapes: false)
    } else if byte == Self.quote || (byte == Self.hash && opensRawText()) {
      skipText()
    } else {
      kept.append(byte)
      index += 1
    }
  }

  private func opensRawText() -> Bool {
    bytes[index...].first { $0 != Self.hash } == Self.quote
  }

  private mutating func skipText() {
    let fence = bytes[index...].prefix { $0 == Self.hash }.count
    index += fence
    let isLong = bytes[index...].starts(with: [Self.quote, Self.quote, Self.quote])
    let quotes = isLong ? 3 : 1
    index += quotes
    kept.append(Self.quote)
    skip(
      to: Array(repeating: Self.quote, count: quotes) + Array(repeating: Self.hash, count: fence),
      escapes: fence == 0)
    kept.append(Self.quote)
  }

  // Moves behind `end`, keeping line ends.
  private mutating func skip(to end: [UInt8], escapes: Bool) {
    while index < bytes.count, !(bytes[index] == end[0] && bytes[index...].starts(with: end)) {
      if bytes[index] == Self.newline { kept.append(Self.newline) }
      index += escapes && bytes[index] == Self.backslash ? 2 : 1
    }
    index = min(bytes.count, index + end.count)
  }
}
