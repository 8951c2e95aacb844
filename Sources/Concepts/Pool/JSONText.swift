import Records

/// A JSON value to be written: indented by two spaces, keys in byte order.
indirect enum JSONText {
  case null
  case boolean(Bool)
  case integer(Int)
  case string(String)
  case array([JSONText])
  case object([(String, JSONText)])

  /// The value's text, without a final newline.
  func text(indent: String = "") -> String {
    switch self {
    case .null: return "null"
    case .boolean(let value): return value ? "true" : "false"
    case .integer(let value): return String(value)
    case .string(let value): return JSONString.quoted(value)
    case .array(let values):
      return Self.lines(values.map { $0.text(indent: indent + "  ") }, "[", "]", indent)
    case .object(let members):
      let sorted = members.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
      return Self.lines(
        sorted.map { JSONString.quoted($0.0) + ": " + $0.1.text(indent: indent + "  ") }, "{", "}",
        indent
      )
    }
  }

  private static func lines(
    _ items: [String], _ open: String, _ close: String, _ indent: String
  ) -> String {
    guard !items.isEmpty else { return open + close }
    let body = items.map { indent + "  " + $0 }.joined(separator: ",\n")
    return "\(open)\n\(body)\n\(indent)\(close)"
  }
}
