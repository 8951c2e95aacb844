/// Counts of values in equal bins, with the exact count, mean and extremes of all values.
///
/// Built by `FixedHistogram` (range known before) or `GridHistogram` (range found on the way).
public struct Histogram: Codable, Hashable, Sendable {
  /// Left edge of the first bin.
  public var start: Double
  /// Width of one bin.
  public var binWidth: Double
  /// Number of values in each bin; the last bin of a fixed range holds its right edge too.
  public var counts: [Int]
  /// Number of values.
  public var total: Int
  /// Mean of the values; absent without values.
  @OrNull public var mean: Double?
  /// Smallest value; absent without values.
  @OrNull public var smallest: Double?
  /// Largest value; absent without values.
  @OrNull public var largest: Double?

  /// Right edge of the last bin.
  public var end: Double { start + binWidth * Double(counts.count) }

  /// The value below which `share` (0...1) of the values lie, linear inside its bin.
  ///
  /// Exact to one bin's width. `nil` without values.
  public func quantile(_ share: Double) -> Double? {
    guard total > 0, let smallest, let largest else { return nil }
    let wanted = share * Double(total)
    var seen = 0.0
    for (bin, count) in counts.enumerated() where count > 0 {
      if seen + Double(count) >= wanted {
        let inside = (wanted - seen) / Double(count)
        let value = start + binWidth * (Double(bin) + inside)
        return min(max(value, smallest), largest)
      }
      seen += Double(count)
    }
    return largest
  }

  /// The histogram without its empty bins at both ends; pages show this.
  public var trimmed: Histogram {
    guard let first = counts.firstIndex(where: { $0 > 0 }),
      let last = counts.lastIndex(where: { $0 > 0 })
    else { return self }
    var result = self
    result.start = start + binWidth * Double(first)
    result.counts = Array(counts[first...last])
    return result
  }
}
