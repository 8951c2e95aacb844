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

  /// Between which two numbers the median lies; `nil` without values.
  ///
  /// They are the edges of its bin, or the extremes of all values where these are nearer: where
  /// inside the bin it lies is not known. Of an even number of values the lower middle one is meant.
  /// Of whole numbers a bin does not hold its right edge.
  public func median(ofWhole isWhole: Bool = false) -> ClosedRange<Double>? {
    guard let smallest, let largest else { return nil }
    var rest = (total + 1) / 2
    for (bin, count) in counts.enumerated() {
      rest -= count
      guard rest <= 0 else { continue }
      let low = max(start + binWidth * Double(bin), smallest)
      let end = start + binWidth * Double(bin + 1)
      return low...max(low, min(isWhole ? end - 1 : end, largest))
    }
    return nil
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
