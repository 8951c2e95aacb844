/// The places in a JSON text (RFC 8259) that a message may have to name: its first mistake, and its
/// numbers with their keys.
///
/// `JSONDecoder` says of many a file only that it is not valid, and of some that are that they are
/// not: a whole number that is too large, a fraction where a whole number is wanted.
struct JSONSyntax {
  /// Where the text stops being JSON.
  struct Mistake: Error, Hashable {
    var offset: Int
    var expected: String
  }

  /// A number and the keys that lead to it, joined by dots.
  struct Number {
    var range: Range<Int>
    var key: String
  }

  /// Most objects and lists inside each other.
  static let depthMax = 64

  private(set) var numbers: [Number] = []
  private let bytes: [UInt8]
  private var next = 0

  /// Reads the whole text; throws its first mistake.
  init(_ bytes: [UInt8]) throws(Mistake) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { next = 3 }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw Mistake(offset: firstInvalid, expected: "valid UTF-8")
    }
    try value("", depth: 0)
    space()
    guard next == bytes.count else { throw mistake("the end of the file") }
  }

  /// Line and column of a byte, both from 1.
  static func position(of offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
    let before = bytes.prefix(offset)
    let line = before.reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return (line, offset - start + 1)
  }

  private var firstInvalid: Int {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      offset += UTF8.width(scalar)
    }
    return offset
  }

  private func mistake(_ expected: String) -> Mistake {
    Mistake(offset: next, expected: expected)
  }

  private var byte: UInt8? { next < bytes.count ? bytes[next] : nil }

  private mutating func space() {
    while let byte, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { next += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    space()
    guard byte == UInt8(ascii: character) else { return false }
    next += 1
    return true
  }

  private mutating func value(_ key: String, depth: Int) throws(Mistake) {
    space()
    guard depth <= Self.depthMax else { throw mistake("at most \(Self.depthMax) levels") }
    switch byte {
    case UInt8(ascii: "{"): try object(key, depth)
    case UInt8(ascii: "["): try list(key, depth)
    case UInt8(ascii: "\""): _ = try string()
    case .some(UInt8(ascii: "0")...UInt8(ascii: "9")), UInt8(ascii: "-"): try number(key)
    default:
      for word in ["true", "false", "null"] where bytes[next...].starts(with: word.utf8) {
        next += word.utf8.count
        return
      }
      throw mistake("a value")
    }
  }

  private mutating func object(_ key: String, _ depth: Int) throws(Mistake) {
    next += 1
    if take("}") { return }
    repeat {
      space()
      guard byte == UInt8(ascii: "\"") else { throw mistake("a key in quotes") }
      let name = try string()
      guard take(":") else { throw mistake("`:`") }
      try value(key.isEmpty ? name : "\(key).\(name)", depth: depth + 1)
    } while take(",")
    guard take("}") else { throw mistake("`,` or `}`") }
  }

  private mutating func list(_ key: String, _ depth: Int) throws(Mistake) {
    next += 1
    if take("]") { return }
    var index = 0
    repeat {
      try value("\(key)[\(index)]", depth: depth + 1)
      index += 1
    } while take(",")
    guard take("]") else { throw mistake("`,` or `]`") }
  }

  /// The string's text, escapes left as they are: it is for messages.
  private mutating func string() throws(Mistake) -> String {
    let start = next
    next += 1
    while let byte, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw mistake("no control character in a string") }
      next += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    guard next < bytes.count else {
      next = start
      throw mistake("an end of the string that begins here")
    }
    next += 1
    return String(decoding: bytes[start + 1..<next - 1], as: UTF8.self)
  }

  private mutating func number(_ key: String) throws(Mistake) {
    let start = next
    if byte == UInt8(ascii: "-") { next += 1 }
    let first = byte
    try digits()
    if first == UInt8(ascii: "0"), next - start > (bytes[start] == first ? 1 : 2) {
      throw Mistake(offset: start, expected: "a number without leading zeros")
    }
    if byte == UInt8(ascii: ".") {
      next += 1
      try digits()
    }
    if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      next += 1
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { next += 1 }
      try digits()
    }
    numbers.append(Number(range: start..<next, key: key))
  }

  private mutating func digits() throws(Mistake) {
    let start = next
    while let byte, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { next += 1 }
    guard next > start else { throw mistake("a digit") }
  }
}
