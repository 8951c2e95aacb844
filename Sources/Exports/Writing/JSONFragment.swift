import Records

/// Pieces of JSON in ASCII, so that no consumer's locale can misread them.
enum JSONFragment {
  /// A string in quotes.
  static func string(_ text: String) -> String {
    string(bytes: Array(text.utf8))
  }

  /// A key in quotes.
  ///
  /// Bytes that are no UTF-8 become lone surrogates U+DC80...U+DCFF, as Python's `surrogateescape`
  /// has it: `open` of the name that `json.load` gives finds the file.
  static func string(_ key: ImageKey) -> String {
    string(bytes: key.bytes)
  }

  private static func string(bytes: [UInt8]) -> String {
    var text = "\""
    for piece in SurrogateEscape.pieces(of: bytes) {
      switch piece {
      case .scalar(let scalar): append(scalar, to: &text)
      case .byte(let byte): text += escape(0xDC00 + UInt16(byte))
      }
    }
    return text + "\""
  }

  private static func append(_ scalar: Unicode.Scalar, to text: inout String) {
    switch scalar {
    case "\"": text += "\\\""
    case "\\": text += "\\\\"
    case " "..."~": text.unicodeScalars.append(scalar)
    default: for unit in String(scalar).utf16 { text += escape(unit) }
    }
  }

  private static func escape(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
