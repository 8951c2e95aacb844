/// A checked value of one key.
enum SettingValue: Hashable, Sendable {
  case absent
  case integer(Int)
  case number(Double)
  case flag(Bool)
  case text(String)
  case path(SettingPath)
  case list([SettingValue])

  /// The value in a form that is equal exactly for equal values.
  ///
  /// Numbers are the shortest decimal that reads back as the same `Double`, text is quoted as in
  /// JSON, so that no value can imitate another or a line's end.
  var canonicalText: String {
    switch self {
    case .absent: "null"
    case .integer(let value): String(value)
    case .number(let value): value == 0 ? "0.0" : String(value)
    case .flag(let value): String(value)
    case .text(let value): SettingValue.quoted(value)
    case .path(let value): SettingValue.quoted(value.given)
    case .list(let values): "[" + values.map(\.canonicalText).joined(separator: ", ") + "]"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

/// A path as a pipeline file gives it and where it leads.
struct SettingPath: Hashable, Sendable {
  /// The text of the file; for a relative path of the command line, made absolute.
  let given: String
  /// The path to open.
  let resolved: String
}
