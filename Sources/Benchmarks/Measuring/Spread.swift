/// What several rounds of one measurement gave.
public struct Spread: Hashable, Sendable, Codable {
  /// The middle value; the mean of the two middle ones of an even number.
  public let median: Double
  /// The smallest value.
  public let min: Double
  /// The largest value.
  public let max: Double

  /// Summarises at least one value.
  public init(_ values: [Double]) {
    precondition(!values.isEmpty, "a spread needs a value")
    let sorted = values.sorted()
    let middle = sorted.count / 2
    median =
      sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    min = sorted[0]
    max = sorted[sorted.count - 1]
  }
}
