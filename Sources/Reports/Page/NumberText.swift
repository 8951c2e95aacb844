import Foundation

/// Numbers as people read them, the same in every locale.
enum NumberText {
  /// What stands for a number that could not be measured.
  static let missing = "–"

  /// A whole number in groups of three: `1,234,567`.
  static func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var result = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place).isMultiple(of: 3) { result += "," }
      result.append(digit)
    }
    return (value < 0 ? "-" : "") + result
  }

  /// A number with so many decimals, rounded half away from zero.
  static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return missing }
    let scale = pow(10, Double(decimals))
    let scaled = (abs(value) * scale).rounded()
    guard decimals > 0 else { return (value < 0 && scaled > 0 ? "-" : "") + String(Int(scaled)) }
    let whole = Int(scaled / scale)
    let rest = String(Int(scaled - Double(whole) * scale))
    let zeros = String(repeating: "0", count: max(0, decimals - rest.count))
    return (value < 0 && scaled > 0 ? "-" : "") + "\(whole).\(zeros)\(rest)"
  }

  /// As `fixed`, but what is not zero does not look like it: `below 0.001`.
  static func rounded(_ value: Double, decimals: Int) -> String {
    let step = pow(10, -Double(decimals))
    guard value != 0, abs(value) < step / 2 else { return fixed(value, decimals: decimals) }
    return (value < 0 ? "above -" : "below ") + fixed(step, decimals: decimals)
  }

  /// A share with one decimal: `93.1 %`.
  static func percent(_ share: Double?) -> String {
    share.map { fixed($0 * 100, decimals: 1) + " %" } ?? missing
  }

  /// A share with the counts behind it: `93.1 % of 1,204`.
  static func share(_ proportion: Proportion?) -> String {
    guard let proportion, proportion.total > 0 else { return missing }
    return "\(percent(proportion.value)) of \(count(proportion.total))"
  }

  /// A number in at most about three significant digits, for axes: `0.25`, `40`, `20k`.
  static func axis(_ value: Double) -> String {
    let size = abs(value)
    if size >= 1e6 { return trimmed(value / 1e6, decimals: 1) + "M" }
    if size >= 1e4 { return trimmed(value / 1e3, decimals: 1) + "k" }
    return trimmed(value, decimals: size >= 100 ? 0 : size >= 1 ? 1 : 3)
  }

  /// A number above 0 in four significant digits at most: `0.0025`.
  static func significant(_ value: Double) -> String {
    guard value > 0, value.isFinite else { return axis(value) }
    return trimmed(value, decimals: min(12, max(0, 3 - Int(log10(value).rounded(.down)))))
  }

  private static func trimmed(_ value: Double, decimals: Int) -> String {
    var text = fixed(value, decimals: decimals)
    guard text.contains(".") else { return text }
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text == "-0" ? "0" : text
  }
}
