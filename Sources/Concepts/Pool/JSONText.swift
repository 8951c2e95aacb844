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
    case .string(let value): return Self.quoted(value)
    case .array(let values):
      return Self.lines(values.map { $0.text(indent: indent + "  ") }, "[", "]", indent)
    case .object(let members):
      let sorted = members.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
      return Self.lines(
        sorted.map { Self.quoted($0.0) + ": " + $0.1.text(indent: indent + "  ") }, "{", "}", indent
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

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0}"..."\u{1f}", "\u{7f}", "\u{2028}", "\u{2029}":
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
