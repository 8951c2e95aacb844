/// What a Unicode scalar is to the tokeniser; ASCII is told without Unicode's tables, for speed.
extension CaptionTokenizer {
  static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      ? ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
      : scalar.properties.isAlphabetic
  }

  static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      ? ("0"..."9").contains(scalar) : scalar.properties.generalCategory == .decimalNumber
  }

  /// Marks and joiners stay in their word.
  static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    guard !scalar.isASCII else { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return true
    default: return scalar == "\u{200d}" || scalar == "\u{ad}"
    }
  }

  static func isApostrophe(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "'" || scalar == "\u{2019}" || scalar == "\u{2018}" || scalar == "`"
  }

  /// White space, controls, invisible formats, symbols of pictures: they part words.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value <= 0x20 || scalar.value == 0x7f || scalar == "^" }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .otherSymbol, .modifierSymbol,
      .nonspacingMark, .enclosingMark, .spacingMark:
      return true
    default: return scalar.properties.isWhitespace
    }
  }

  /// Lower case in NFC, with straight apostrophes, ASCII hyphens and without joiners.
  static func lowered(_ slice: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    for scalar in slice {
      switch scalar {
      case "A"..."Z": text.append(Unicode.Scalar(UInt8(scalar.value) | 0x20))
      case "\u{2019}", "\u{2018}", "`": text.append("'")
      case "\u{2010}", "\u{2011}": text.append("-")
      case "\u{200d}", "\u{ad}": continue
      default:
        if scalar.isASCII {
          text.append(scalar)
        } else {
          text.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        }
      }
    }
    return NormalForm.composed(String(text))
  }
}
