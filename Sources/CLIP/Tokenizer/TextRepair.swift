/// The deterministic part of what ftfy's `fix_text` does to a caption.
///
/// Done in ftfy's order: entities (unless the text has a `<`), terminal escapes, UTF-8 that was read
/// as Windows-1252, C1 controls, Latin ligatures, full-width forms, curly quotes, control
/// characters, NFC; repeated until nothing changes. Different from ftfy: it repairs wrong encodings
/// only where the sequence begins with `Â`, `Ã`, `â` or `ð` (ftfy weighs the whole text and knows
/// more code pages), it never guesses a lost byte, and entities in capitals (`&EACUTE;`) stay.
enum TextRepair {
  /// Most passes; each one must change the text, so that only hostile input gets near it.
  private static let passesMax = 8

  /// The repaired text.
  static func repaired(_ text: String) -> String {
    let unescapes = !text.utf8.contains(UInt8(ascii: "<"))
    var current = text
    for _ in 0..<passesMax {
      var next = current
      if unescapes { next = HTMLEntities.unescaped(next) }
      next = replacingScalars(Mojibake.repaired(withoutTerminalEscapes(next)))
      next = NormalForm.composed(next)
      if next.unicodeScalars.elementsEqual(current.unicodeScalars) { break }
      current = next
    }
    return current
  }

  /// Removes `ESC [ digits letter`.
  private static func withoutTerminalEscapes(_ text: String) -> String {
    guard text.utf8.contains(0x1b) else { return text }
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      if scalars[index] == "\u{1b}", let end = terminalEscapeEnd(index, scalars) {
        index = end
      } else {
        result.append(scalars[index])
        index += 1
      }
    }
    return String(result)
  }

  private static func terminalEscapeEnd(_ start: Int, _ scalars: [Unicode.Scalar]) -> Int? {
    guard start + 1 < scalars.count, scalars[start + 1] == "[" else { return nil }
    var end = start + 2
    while end < scalars.count, ("0"..."9").contains(scalars[end]) || scalars[end] == ";" {
      end += 1
    }
    guard end < scalars.count, scalars[end].isASCII, scalars[end].properties.isAlphabetic else {
      return nil
    }
    return end + 1
  }

  private static func replacingScalars(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x00...0x08, 0x0b, 0x0e...0x1f, 0x7f, 0x206a...0x206f, 0xfeff, 0xfff9...0xfffc: continue
      case 0x80...0x9f: result.append(Windows1252.scalar(UInt8(scalar.value)))
      case 0x2bc, 0x2018...0x201b: result.append("'")
      case 0x201c...0x201f: result.append("\"")
      case 0x3000: result.append(" ")
      case 0xff01...0xffef:
        result.append(contentsOf: NormalForm.compatible(scalar).unicodeScalars)
      case 0x132, 0x133, 0x149, 0x1c4...0x1cc, 0x1f1...0x1f3, 0xfb00...0xfb06:
        result.append(contentsOf: (ligatures[scalar] ?? "").unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  private static let ligatures: [Unicode.Scalar: String] = [
    "\u{132}": "IJ", "\u{133}": "ij", "\u{149}": "\u{2bc}n", "\u{1f1}": "DZ", "\u{1f2}": "Dz",
    "\u{1f3}": "dz", "\u{1c4}": "D\u{17d}", "\u{1c5}": "D\u{17e}", "\u{1c6}": "d\u{17e}",
    "\u{1c7}": "LJ", "\u{1c8}": "Lj", "\u{1c9}": "lj", "\u{1ca}": "NJ", "\u{1cb}": "Nj",
    "\u{1cc}": "nj", "\u{fb00}": "ff", "\u{fb01}": "fi", "\u{fb02}": "fl", "\u{fb03}": "ffi",
    "\u{fb04}": "ffl", "\u{fb05}": "\u{17f}t", "\u{fb06}": "st",
  ]
}
