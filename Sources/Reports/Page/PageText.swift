/// Makes text from captions, file names and models safe and honest in HTML.
///
/// Works on Unicode scalars, not characters: a quote followed by a combining mark is one `Character`
/// that equals no quote, but a browser still reads the quote. Letters that only steer the display
/// (direction, zero width, controls) are shown as codes, so that a name cannot pretend to be another.
enum PageText {
  /// `text` for the content of an element.
  static func escaped(_ text: some StringProtocol) -> String {
    if text.utf8.allSatisfy(isPlain) { return String(text) }
    var result = String.UnicodeScalarView()
    result.reserveCapacity(text.utf8.count + 16)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "'": result.append(contentsOf: "&#39;".unicodeScalars)
      case "`": result.append(contentsOf: "&#96;".unicodeScalars)
      case "\t", "\n", "\r": result.append(" ")
      case _ where isInvisible(scalar): result.append(contentsOf: code(of: scalar).unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// `text` with display controls shown as codes, for output that is escaped elsewhere or is no HTML.
  static func visible(_ text: some StringProtocol) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isInvisible(scalar) {
        result.append(contentsOf: code(of: scalar).unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// The first `limit` scalars of `text`, with an ellipsis when some are left out.
  static func shortened(_ text: String, to limit: Int) -> String {
    let scalars = text.unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
      end < scalars.endIndex
    else { return text }
    return String(scalars[..<end]) + "…"
  }

  /// Printable ASCII that HTML does not treat apart.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
      UInt8(ascii: "'"), UInt8(ascii: "`"):
      false
    default:
      byte >= 0x20 && byte < 0x7f
    }
  }

  private static func code(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "[U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
  }

  /// Whether a scalar has no picture of its own but changes how others are seen or read.
  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0a, 0x0d:
      false
    case 0x00...0x1f, 0x7f...0x9f:  // controls
      true
    case 0xad, 0x34f, 0x61c, 0x180b...0x180f, 0x115f, 0x1160, 0x3164, 0xffa0:  // fillers, joiners
      true
    case 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff:  // zero width, direction
      true
    case 0x1bca0...0x1bca3, 0x1d173...0x1d17a:  // shorthand and musical format controls
      true
    case 0xfff9...0xfffb, 0xfffe, 0xffff, 0xe0000...0xe0fff:  // annotation, tags
      true
    default:
      scalar.value & 0xfffe == 0xfffe || 0xfdd0...0xfdef ~= scalar.value  // noncharacters
    }
  }
}
