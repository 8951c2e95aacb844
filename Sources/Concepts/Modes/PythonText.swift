/// Text as Python's `str` sees it, for modes that must agree with published Python code.
enum PythonText {
  /// Whether `str.split()` and `str.strip()` take the scalar for white space.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0d, 0x1c...0x20, 0x85, 0xa0: true
    case 0..<0x1680: false
    default: scalar.properties.isWhitespace
    }
  }

  /// Whether the scalar is in `string.punctuation` or is Unicode punctuation.
  static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x21...0x2f, 0x3a...0x40, 0x5b...0x60, 0x7b...0x7e: return true
    case 0..<0x80: return false
    default: break
    }
    switch scalar.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      return true
    default: return false
    }
  }

  /// Appends what `str.lower()` makes of the scalar at `index`, with Unicode's full mappings.
  ///
  /// A capital sigma at the end of a word becomes a final sigma.
  static func appendLower(
    _ scalars: ArraySlice<Unicode.Scalar>, at index: Int, to text: inout String.UnicodeScalarView
  ) {
    let scalar = scalars[index]
    switch scalar.value {
    case 0x41...0x5a: text.append(Unicode.Scalar(UInt8(scalar.value) | 0x20))
    case 0..<0x80: text.append(scalar)
    case 0x3a3: text.append(isFinal(scalars, index) ? "\u{3c2}" : "\u{3c3}")
    default: text.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
    }
  }

  /// `str.lower()`.
  static func lower(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    for index in scalars.indices { appendLower(scalars, at: index, to: &text) }
    return String(text)
  }

  private static func isFinal(_ scalars: ArraySlice<Unicode.Scalar>, _ index: Int) -> Bool {
    let before = scalars[..<index].last { !$0.properties.isCaseIgnorable }
    let after = scalars[(index + 1)...].first { !$0.properties.isCaseIgnorable }
    return before?.properties.isCased == true && after?.properties.isCased != true
  }
}
