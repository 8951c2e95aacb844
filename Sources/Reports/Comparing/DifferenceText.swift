/// Numbers of two sides and their difference as people read them.
enum DifferenceText {
  /// A number in its unit.
  static func value(_ value: Double?, _ unit: HeadlineChange.Unit) -> String {
    guard let value else { return NumberText.missing }
    return switch unit {
    case .share: NumberText.percent(value)
    case .count: NumberText.count(Int(value))
    case .number: NumberText.fixed(value, decimals: 3)
    }
  }

  /// A difference with its sign; shares in percentage points.
  static func difference(_ value: Double?, _ unit: HeadlineChange.Unit) -> String {
    guard let value else { return NumberText.missing }
    let text =
      switch unit {
      case .share: NumberText.fixed(value * 100, decimals: 1) + " pp"
      case .count: NumberText.count(Int(value))
      case .number: NumberText.fixed(value, decimals: 3)
      }
    let isZero = !text.contains { "123456789".contains($0) }
    return value > 0 && !isZero ? "+" + text : text.replacing("-", with: "−")
  }

  /// Class of the style sheet: `up` for the better, `down` for the worse, nothing for neither.
  static func kind(_ value: Double?, moreIsBetter: Bool?) -> String {
    guard let value, let moreIsBetter, value != 0 else { return "" }
    return (value > 0) == moreIsBetter ? "up" : "down"
  }
}
