/// Count, mean and extremes of a stream of numbers in constant memory.
struct ValueStatistics {
  private(set) var total = 0
  private(set) var sum = 0.0
  private(set) var smallest = Double.infinity
  private(set) var largest = -Double.infinity

  mutating func add(_ value: Double) {
    total += 1
    sum += value
    smallest = min(smallest, value)
    largest = max(largest, value)
  }

  /// Mean of the values; `nil` without any.
  var mean: Double? { total > 0 ? sum / Double(total) : nil }

  /// The histogram of these values whose bins the caller has counted.
  func histogram(start: Double, binWidth: Double, counts: [Int]) -> Histogram {
    Histogram(
      start: start, binWidth: binWidth, counts: counts, total: total,
      mean: mean,
      smallest: total > 0 ? smallest : nil,
      largest: total > 0 ? largest : nil)
  }
}
