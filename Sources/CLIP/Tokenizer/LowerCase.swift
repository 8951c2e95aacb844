/// Lower case by Unicode's full mapping, with the final sigma as Python's `str.lower` has it.
enum LowerCase {
  /// The text in lower case.
  static func of(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      if scalar == "\u{3a3}" {
        result.append(isFinalSigma(at: index, in: scalars) ? "\u{3c2}" : "\u{3c3}")
      } else if scalar.isASCII {
        let value = UInt8(scalar.value)
        let isUpper = (0x41...0x5a).contains(value)
        result.append(Unicode.Scalar(isUpper ? value | 0x20 : value))
      } else {
        result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
      }
    }
    return String(result)
  }

  /// Whether a cased letter comes before and none after, case-ignorable scalars aside
  /// (Unicode Standard 3.13, condition Final_Sigma).
  private static func isFinalSigma(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
    let before = scalars[..<index].last { !$0.properties.isCaseIgnorable }
    let after = scalars[(index + 1)...].first { !$0.properties.isCaseIgnorable }
    return (before?.properties.isCased ?? false) && !(after?.properties.isCased ?? false)
  }
}
