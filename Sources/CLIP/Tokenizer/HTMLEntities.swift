/// HTML character references, decoded by the rules of HTML5 as Python's `html.unescape` does.
enum HTMLEntities {
  /// The text with each reference replaced once; `&amp;amp;` becomes `&amp;`.
  static func unescaped(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      if scalars[index] == "&", let found = reference(at: index + 1, in: scalars) {
        result.append(contentsOf: found.text.unicodeScalars)
        index = found.end
      } else {
        result.append(scalars[index])
        index += 1
      }
    }
    return String(result)
  }

  /// The reference whose first scalar after `&` is at `start`.
  private static func reference(at start: Int, in scalars: [Unicode.Scalar])
    -> (text: String, end: Int)?
  {
    guard start < scalars.count else { return nil }
    return scalars[start] == "#"
      ? numeric(at: start + 1, in: scalars) : named(at: start, in: scalars)
  }

  private static func numeric(at start: Int, in scalars: [Unicode.Scalar])
    -> (text: String, end: Int)?
  {
    var end = start
    var radix: UInt32 = 10
    if end < scalars.count, scalars[end] == "x" || scalars[end] == "X" {
      radix = 16
      end += 1
    }
    let first = end
    var value: UInt32 = 0
    while end < scalars.count, let digit = digit(scalars[end], radix) {
      value = min(value * radix + digit, 0x200000)
      end += 1
    }
    guard end > first else { return nil }
    if end < scalars.count, scalars[end] == ";" { end += 1 }
    return (character(value), end)
  }

  private static func digit(_ scalar: Unicode.Scalar, _ radix: UInt32) -> UInt32? {
    guard scalar.isASCII, let value = Character(scalar).hexDigitValue, value < radix else {
      return nil
    }
    return UInt32(value)
  }

  /// The text of a numeric reference: C1 codes mean Windows-1252, non-characters mean nothing.
  private static func character(_ value: UInt32) -> String {
    switch value {
    case 0: return "\u{fffd}"
    case 0x0d: return "\r"
    case 0x80...0x9f: return String(Character(Windows1252.scalar(UInt8(value))))
    case 0x01...0x08, 0x0b, 0x0e...0x1f, 0x7f, 0xfdd0...0xfdef: return ""
    default:
      guard let scalar = Unicode.Scalar(value) else { return "\u{fffd}" }
      return value & 0xfffe == 0xfffe ? "" : String(Character(scalar))
    }
  }

  /// Longest name looked at, as in Python.
  private static let nameScalarsMax = 32

  private static func named(at start: Int, in scalars: [Unicode.Scalar])
    -> (text: String, end: Int)?
  {
    var end = start
    var name = ""
    while end < scalars.count, end - start < nameScalarsMax, isName(scalars[end]) {
      name.unicodeScalars.append(scalars[end])
      end += 1
    }
    if end < scalars.count, scalars[end] == ";", let text = closed[name] { return (text, end + 1) }
    // Without `;` the longest of the old names counts: `&notit;` is `¬it;`.
    var length = name.unicodeScalars.count
    while length >= 2 {
      if open.contains(name), let text = closed[name] { return (text, start + length) }
      name.unicodeScalars.removeLast()
      length -= 1
    }
    return nil
  }

  private static func isName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\t", "\n", "\u{c}", " ", "<", "&", "#", ";": false
    default: true
    }
  }

  private static let closed: [String: String] = {
    var table: [String: String] = [:]
    for entry in HTMLEntityTable.closed.split(whereSeparator: \.isWhitespace) {
      let parts = entry.split(separator: "=")
      guard parts.count == 2 else { continue }
      var text = String.UnicodeScalarView()
      for hex in parts[1].split(separator: "+") {
        if let value = UInt32(hex, radix: 16), let scalar = Unicode.Scalar(value) {
          text.append(scalar)
        }
      }
      table[String(parts[0])] = String(text)
    }
    return table
  }()

  private static let open = Set(
    HTMLEntityTable.open.split(whereSeparator: \.isWhitespace).map(String.init))
}
