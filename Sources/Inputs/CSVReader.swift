/// Records of a comma-separated file (RFC 4180): quoted fields may hold commas, quotes and line
/// ends; a line end is `\n` or `\r\n`.
struct CSVReader {
  /// Most bytes of one field.
  static let fieldBytesMax = 1 << 20
  /// Most fields of one record.
  static let fieldsMax = 1024

  var stream: ByteStream

  /// Reads from a stream.
  init(_ stream: ByteStream) {
    self.stream = stream
  }

  /// Takes one record; false at the end of the file.
  mutating func record(into fields: inout [[UInt8]]) throws -> Bool {
    fields.removeAll(keepingCapacity: true)
    guard try stream.peek() != nil else { return false }
    while true {
      fields.append(try field())
      guard fields.count <= Self.fieldsMax else {
        throw stream.malformed("at most \(Self.fieldsMax) fields", "more")
      }
      switch try stream.peek() {
      case nil: return true
      case 0x0a:
        stream.advanceLine()
        return true
      default: stream.advance()
      }
    }
  }

  /// Takes one field and stops at the comma, line feed or end after it.
  private mutating func field() throws -> [UInt8] {
    if try stream.peek() == UInt8(ascii: "\"") { return try quotedField() }
    var bytes: [UInt8] = []
    while let byte = try stream.peek(), byte != UInt8(ascii: ","), byte != 0x0a {
      if byte == UInt8(ascii: "\"") {
        throw stream.malformed("a quote only around a whole field", "one inside a field")
      }
      stream.take(into: &bytes) { $0 == UInt8(ascii: ",") || $0 == 0x0a || $0 == 0x22 }
      guard bytes.count <= Self.fieldBytesMax else { throw tooLong() }
    }
    if bytes.last == 0x0d { bytes.removeLast() }
    return bytes
  }

  private mutating func quotedField() throws -> [UInt8] {
    let start = stream.position
    stream.advance()
    var bytes: [UInt8] = []
    while true {
      stream.take(into: &bytes) { $0 == 0x22 || $0 == 0x0a }
      guard bytes.count <= Self.fieldBytesMax else { throw tooLong() }
      switch try stream.peek() {
      case nil: throw stream.malformed("a closing quote", "the end of the file", at: start)
      case 0x0a:
        bytes.append(0x0a)
        stream.advanceLine()
      case 0x22:
        stream.advance()
        if try stream.peek() == 0x22 {
          bytes.append(0x22)
          stream.advance()
          continue
        }
        if try stream.peek() == 0x0d { stream.advance() }
        switch try stream.peek() {
        case nil, 0x0a, UInt8(ascii: ","): return bytes
        default: throw try stream.unexpected("a comma or line end after a closing quote")
        }
      default: continue
      }
    }
  }

  private func tooLong() -> InputError {
    stream.malformed("a field of at most \(Self.fieldBytesMax) bytes", "a longer one")
  }
}
