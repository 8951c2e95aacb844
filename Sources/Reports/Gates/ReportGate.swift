/// A condition on a number of a report under which a build should fail: `recall50 < 0.8`.
public struct ReportGate: Hashable, Sendable, CustomStringConvertible {
  /// Comparisons of a number with a limit.
  public enum Comparison: String, CaseIterable, Sendable {
    /// Less or equal.
    case atMost = "<="
    /// Greater or equal.
    case atLeast = ">="
    /// Equal.
    case equal = "=="
    /// Not equal.
    case notEqual = "!="
    /// Less.
    case below = "<"
    /// Greater.
    case above = ">"

    func holds(_ value: Double, _ limit: Double) -> Bool {
      switch self {
      case .atMost: value <= limit
      case .atLeast: value >= limit
      case .equal: value == limit
      case .notEqual: value != limit
      case .below: value < limit
      case .above: value > limit
      }
    }

    /// What must hold instead: `at least` for `<`.
    var opposite: String {
      switch self {
      case .atMost: "above"
      case .atLeast: "below"
      case .equal: "another number than"
      case .notEqual: "exactly"
      case .below: "at least"
      case .above: "at most"
      }
    }
  }

  /// A short name of `GateName`, or a path into `report.json`.
  public let name: String
  /// How the number is compared.
  public let comparison: Comparison
  /// What it is compared with.
  public let limit: Double
  /// The limit as it was written.
  private let limitText: String

  /// Reads `NAME OP NUMBER`; blanks may be left out, a number may end in `%`.
  ///
  /// - Throws: `GateError.malformed`.
  public init(_ text: String) throws(GateError) {
    // `<=` comes before `<` in the list, so the longer operator is found first.
    let found = Comparison.allCases.compactMap { comparison in
      text.firstRange(of: comparison.rawValue).map { (comparison, $0) }
    }
    let first = found.min { left, right in
      let (a, b) = (left.1.lowerBound, right.1.lowerBound)
      return a != b ? a < b : left.0.rawValue.count > right.0.rawValue.count
    }
    guard let (comparison, range) = first else { throw .malformed(text: text) }
    name = Self.trimmed(text[..<range.lowerBound])
    limitText = Self.trimmed(text[range.upperBound...])
    self.comparison = comparison
    let isPercent = limitText.hasSuffix("%")
    let number = isPercent ? Self.trimmed(limitText.dropLast()) : limitText
    guard !name.isEmpty, let limit = Double(number), limit.isFinite else {
      throw .malformed(text: text)
    }
    self.limit = isPercent ? limit / 100 : limit
  }

  /// The condition as it is read: `recall50 < 0.8`.
  public var description: String { "\(name) \(comparison.rawValue) \(limitText)" }

  /// Says so when the condition holds, which a good report's does not; `nil` when all is well.
  ///
  /// - Throws: `GateError` for a name that is none of the report, or a number that it lacks.
  public func failure(in numbers: ReportNumbers) throws(GateError) -> String? {
    let value = try numbers.value(name)
    guard comparison.holds(value, limit) else { return nil }
    return "\(self): expected \(comparison.opposite) \(limitText), found \(value)"
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    let scalars = Array(text.unicodeScalars)
    let isBlank: (Unicode.Scalar) -> Bool = \.properties.isWhitespace
    let kept = scalars.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
    return String(String.UnicodeScalarView(kept))
  }
}
