/// Parses one row with quoted fields (RFC 4180), which may run over lines.
struct QuotedRow {
  /// Most bytes of one field.
  static let fieldBytesMax = 1 << 20
  /// Most fields of one row.
  static let fieldsMax = 1024

  let separator: UInt8
  /// Bytes of the row with its line feed, once it is read.
  private(set) var length = 0

  init(separator: UInt8) {
    self.separator = separator
  }

  /// Reads the row at the start of the window; returns what is wrong with it, if anything.
  mutating func read(_ lines: inout LineWindow, into fields: inout [[UInt8]]) throws -> InputError?
  {
    fields.removeAll(keepingCapacity: true)
    var next = lines.first
    while true {
      guard fields.count < Self.fieldsMax else {
        return lines.malformed("at most \(Self.fieldsMax) columns", "more", at: next)
      }
      var field: [UInt8] = []
      let problem =
        lines.bytes[next] == UInt8(ascii: "\"")
        ? try quotedField(&lines, &next, into: &field) : plainField(lines, &next, into: &field)
      if let problem { return problem }
      fields.append(field)
      if lines.bytes[next] == 0x0a { break }
      next += 1
    }
    if lines.cutAt == next { return lines.tooLong() }
    length = next + 1 - lines.first
    return nil
  }

  /// Takes a field and stops at the separator or line feed after it.
  private func plainField(_ lines: LineWindow, _ next: inout Int, into field: inout [UInt8])
    -> InputError?
  {
    let start = next
    while lines.bytes[next] != separator, lines.bytes[next] != 0x0a {
      if lines.bytes[next] == UInt8(ascii: "\"") {
        return lines.malformed(
          "a quote only around a whole field", "one inside a field", at: next)
      }
      next += 1
    }
    guard next - start <= Self.fieldBytesMax else { return tooLong(lines, at: start) }
    field = Array(lines.bytes[start..<next])
    return nil
  }

  private func quotedField(
    _ lines: inout LineWindow, _ next: inout Int, into field: inout [UInt8]
  ) throws -> InputError? {
    let start = next
    next += 1
    while true {
      if next == lines.bytes.count, try !lines.readLine() {
        return lines.malformed("a closing quote", "the end of the file", at: start)
      }
      let rest = lines.bytes[next...]
      let end = rest.firstIndex { $0 == UInt8(ascii: "\"") || $0 == 0x0a } ?? rest.endIndex
      field.append(contentsOf: lines.bytes[next..<end])
      next = end
      guard field.count <= Self.fieldBytesMax else {
        return lines.malformed(
          "a closing quote within \(Self.fieldBytesMax) bytes", "none", at: start)
      }
      if lines.bytes[next] == 0x0a {
        field.append(0x0a)
        next += 1
      } else if lines.bytes[next + 1] == UInt8(ascii: "\"") {
        field.append(UInt8(ascii: "\""))
        next += 2
      } else {
        next += 1
        let byte = lines.bytes[next]
        guard byte == separator || byte == 0x0a else {
          let expected = separator == 0x09 ? "a tab" : "a comma"
          return lines.malformed(
            "\(expected) or line end after a closing quote", Self.shown(byte), at: next)
        }
        return nil
      }
    }
  }

  private static func shown(_ byte: UInt8) -> String {
    switch byte {
    case 0x20: "a space"
    case 0x21...0x7e: "'\(Character(Unicode.Scalar(byte)))'"
    default: "byte 0x\(String(byte, radix: 16))"
    }
  }

  private func tooLong(_ lines: LineWindow, at start: Int) -> InputError {
    lines.malformed(
      "a field of at most \(Self.fieldBytesMax) bytes", "a longer one", at: start)
  }
}
