/// Repairs UTF-8 that was read as Windows-1252: `Ã©` → `é`, `â€™` → `’`, `ðŸ˜€` → `😀`.
enum Mojibake {
  /// The text with each such sequence decoded; anything else is left as it is.
  static func repaired(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isLead) else { return text }
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      if isLead(scalars[index]), let (scalar, length) = decoded(index, scalars) {
        result.append(scalar)
        index += length
      } else {
        result.append(scalars[index])
        index += 1
      }
    }
    return String(result)
  }

  /// First bytes that are common in damaged text and, before a continuation byte, nowhere else.
  private static func isLead(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\u{c2}" || scalar == "\u{c3}" || scalar == "\u{e2}" || scalar == "\u{f0}"
  }

  private static func decoded(_ start: Int, _ scalars: [Unicode.Scalar])
    -> (scalar: Unicode.Scalar, length: Int)?
  {
    let length = scalars[start] == "\u{f0}" ? 4 : scalars[start] == "\u{e2}" ? 3 : 2
    guard start + length <= scalars.count else { return nil }
    var bytes: [UInt8] = []
    for scalar in scalars[start..<(start + length)] {
      guard let byte = Windows1252.byte(scalar) else { return nil }
      bytes.append(byte)
    }
    guard let text = String(validating: bytes, as: UTF8.self),
      let scalar = text.unicodeScalars.first
    else { return nil }
    return (scalar, length)
  }
}
