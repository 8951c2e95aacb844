/// Splits a cleaned text into the pieces that CLIP merges separately.
///
/// CLIP's expression: `'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+`.
struct WordSplitter {
  private let scalars: String.UnicodeScalarView
  private var next: String.UnicodeScalarView.Index

  /// Splits `text`.
  init(_ text: String) {
    self.scalars = text.unicodeScalars
    self.next = text.unicodeScalars.startIndex
  }

  private enum Kind {
    case space
    case letter
    case number
    case other
  }

  /// The next piece; `nil` at the end.
  mutating func piece() -> Substring.UnicodeScalarView? {
    while next < scalars.endIndex, Self.kind(scalars[next]) == .space {
      next = scalars.index(after: next)
    }
    guard next < scalars.endIndex else { return nil }
    let start = next
    if let end = contractionEnd() {
      next = end
      return scalars[start..<end]
    }
    let kind = Self.kind(scalars[start])
    next = scalars.index(after: start)
    if kind != .number {
      while next < scalars.endIndex, Self.kind(scalars[next]) == kind {
        next = scalars.index(after: next)
      }
    }
    return scalars[start..<next]
  }

  /// The end of `'s`, `'t`, `'re`, `'ve`, `'m`, `'ll` or `'d` at the next scalar.
  private func contractionEnd() -> String.UnicodeScalarView.Index? {
    guard scalars[next] == "'" else { return nil }
    let rest = scalars[scalars.index(after: next)...]
    guard let first = rest.first else { return nil }
    let second = rest.dropFirst().first
    let length: Int
    switch (first, second) {
    case ("s", _), ("t", _): length = 1
    case ("r", "e"), ("v", "e"): length = 2
    case ("m", _): length = 1
    case ("l", "l"): length = 2
    case ("d", _): length = 1
    default: return nil
    }
    return scalars.index(rest.startIndex, offsetBy: length)
  }

  private static func kind(_ scalar: Unicode.Scalar) -> Kind {
    if scalar.isASCII {
      switch scalar {
      case "a"..."z", "A"..."Z": return .letter
      case "0"..."9": return .number
      case " ", "\t", "\n", "\r", "\u{b}", "\u{c}": return .space
      default: return .other
      }
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      return .letter
    case .decimalNumber, .letterNumber, .otherNumber: return .number
    default: return scalar.properties.isWhitespace ? .space : .other
    }
  }
}
