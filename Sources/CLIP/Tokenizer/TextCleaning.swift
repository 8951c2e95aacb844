/// How a text is cleaned before it is split into words.
public enum TextCleaning: String, CaseIterable, Sendable {
  /// open_clip and OpenAI: repair as ftfy does, HTML entities twice, white space, lower case.
  case openCLIP = "open_clip"
  /// Hugging Face's fast tokeniser: NFC, white space, lower case.
  case huggingFace = "hugging_face"

  /// The cleaned text.
  func clean(_ text: String) -> String {
    // ASCII without an entity or a control character is a fixed point of everything but case and
    // space; nearly all captions and every concept name are such.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "&") }) {
      return Self.collapsed(Array(text.utf8))
    }
    switch self {
    case .openCLIP:
      let repaired = TextRepair.repaired(text)
      let unescaped = HTMLEntities.unescaped(HTMLEntities.unescaped(repaired))
      return LowerCase.of(Self.collapsed(unescaped))
    case .huggingFace:
      return LowerCase.of(Self.collapsed(NormalForm.composed(text)))
    }
  }

  /// White space runs become one space, none at the ends; for ASCII, also lower case.
  private static func collapsed(_ ascii: [UInt8]) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(ascii.count)
    for byte in ascii {
      if byte == 0x20 {
        if let last = result.last, last != 0x20 { result.append(0x20) }
      } else {
        result.append((0x41...0x5a).contains(byte) ? byte | 0x20 : byte)
      }
    }
    if result.last == 0x20 { result.removeLast() }
    return String(decoding: result, as: UTF8.self)
  }

  private static func collapsed(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var hasGap = false
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace || (0x1c...0x1f).contains(scalar.value) {
        hasGap = !result.isEmpty
      } else {
        if hasGap { result.append(" ") }
        hasGap = false
        result.append(scalar)
      }
    }
    return String(result)
  }
}
