/// Strings and numbers.
extension JSONReader {
  /// Takes a string.
  mutating func string() throws -> String {
    try demand(.string)
    let start = stream.position
    stream.advance()
    scratch.removeAll(keepingCapacity: true)
    while true {
      stream.take(into: &scratch) { $0 == 0x22 || $0 == 0x5c || $0 < 0x20 }
      guard scratch.count <= Self.stringBytesMax else {
        throw stream.malformed(
          "a string of at most \(Self.stringBytesMax) bytes", "a longer one", at: start)
      }
      switch try stream.peek() {
      case 0x22:
        stream.advance()
        guard let text = String(validating: scratch, as: UTF8.self) else {
          throw stream.malformed(InputError.textExpected, "a string with invalid UTF-8", at: start)
        }
        return text
      case 0x5c: try escape()
      case .some(let byte) where byte >= 0x20: continue
      case nil: throw stream.malformed("a closing quote", "the end of the file", at: start)
      default: throw try stream.unexpected("an escape such as \\n instead of a control character")
      }
    }
  }

  private mutating func escape() throws {
    stream.advance()
    let byte = try stream.peek()
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scratch.append(byte ?? 0)
    case UInt8(ascii: "b"): scratch.append(0x08)
    case UInt8(ascii: "f"): scratch.append(0x0c)
    case UInt8(ascii: "n"): scratch.append(0x0a)
    case UInt8(ascii: "r"): scratch.append(0x0d)
    case UInt8(ascii: "t"): scratch.append(0x09)
    case UInt8(ascii: "u"):
      stream.advance()
      let scalar = try unicodeEscape()
      scratch.append(contentsOf: String(Character(scalar)).utf8)
      return
    default: throw try stream.unexpected("one of \" \\ / b f n r t u after a backslash")
    }
    stream.advance()
  }

  private mutating func unicodeEscape() throws -> Unicode.Scalar {
    let high = try fourHex()
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard high < 0xdc00, try stream.peek() == UInt8(ascii: "\\") else {
      throw stream.malformed(InputError.surrogatesExpected, "a lone surrogate")
    }
    stream.advance()
    guard try stream.peek() == UInt8(ascii: "u") else {
      throw stream.malformed(InputError.surrogatesExpected, "a lone surrogate")
    }
    stream.advance()
    let low = try fourHex()
    guard (0xdc00..<0xe000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xd800) << 10 + (low - 0xdc00))
    else {
      throw stream.malformed(InputError.surrogatesExpected, "a lone surrogate")
    }
    return scalar
  }

  private mutating func fourHex() throws -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = try stream.peek(),
        let digit = Character(Unicode.Scalar(byte)).hexDigitValue
      else {
        throw try stream.unexpected("four hexadecimal digits")
      }
      value = value * 16 + UInt32(digit)
      stream.advance()
    }
    return value
  }

  /// Takes a number that must be an integer in `Int`'s range; `1.0` is one, `1.5` is not.
  mutating func integer() throws -> Int {
    try demand(.number)
    let start = stream.position
    try scanNumber()
    let text = String(decoding: scratch, as: UTF8.self)
    if let value = Int(text) { return value }
    if let value = Double(text), let exact = Int(exactly: value), abs(value) < 0x1p53 {
      return exact
    }
    throw stream.malformed("an integer of 64 bits", text.prefix(40) + "", at: start)
  }

  /// Takes a number; it must be finite.
  mutating func number() throws -> Double {
    try demand(.number)
    let start = stream.position
    try scanNumber()
    guard let value = DecimalText.value(scratch[...]), value.isFinite else {
      let text = String(decoding: scratch, as: UTF8.self)
      throw stream.malformed("a finite number", text.prefix(40) + "", at: start)
    }
    return value
  }

  /// Takes a number into `scratch`, checking its grammar.
  mutating func scanNumber() throws {
    let start = stream.position
    scratch.removeAll(keepingCapacity: true)
    repeat {
      stream.take(into: &scratch) { !Self.isNumberByte($0) }
      guard scratch.count <= 400 else {
        throw stream.malformed("a number of at most 400 characters", "a longer one", at: start)
      }
    } while try stream.peek().map(Self.isNumberByte) ?? false
    var grammar = NumberGrammar(scratch)
    guard let expected = grammar.firstMistake() else { return }
    let place = ByteStream.Position(line: start.line, column: start.column + grammar.next)
    if grammar.next == scratch.count {
      throw try stream.unexpected(expected)
    }
    let found = Character(Unicode.Scalar(scratch[grammar.next]))
    throw stream.malformed(expected, "'\(found)'", at: place)
  }

  private static func isNumberByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || byte == 0x2e || byte | 0x20 == 0x65 || byte == 0x2d
      || byte == 0x2b
  }
}
