/// Counts values in equal bins of a range that is known beforehand.
///
/// Values outside the range go to the nearest bin; values that are not finite are counted apart,
/// because they would spoil the mean.
struct FixedHistogram {
  let start: Double
  let binWidth: Double
  private let end: Double
  private(set) var counts: [Int]
  private(set) var notFinite = 0
  private var statistics = ValueStatistics()

  /// Creates `bins` empty bins over `range`.
  init(range: ClosedRange<Double>, bins: Int) {
    precondition(bins > 0 && range.upperBound > range.lowerBound)
    start = range.lowerBound
    end = range.upperBound
    binWidth = (range.upperBound - range.lowerBound) / Double(bins)
    counts = Array(repeating: 0, count: bins)
  }

  /// The bin of `value`, nearest inside the range; `nil` for a value that is not finite.
  func bin(of value: Double) -> Int? {
    guard value.isFinite else { return nil }
    let position = ((value - start) / binWidth).rounded(.down)
    return Int(min(max(position, 0), Double(counts.count - 1)))
  }

  /// Left edge of a bin, rounded once: 0.7 where adding up widths gives 0.7000000000000001.
  func edge(of bin: Int) -> Double {
    (start * Double(counts.count - bin) + end * Double(bin)) / Double(counts.count)
  }

  mutating func add(_ value: Float) {
    guard let bin = bin(of: Double(value)) else {
      notFinite += 1
      return
    }
    counts[bin] += 1
    statistics.add(Double(value))
  }

  var histogram: Histogram {
    statistics.histogram(start: start, binWidth: binWidth, counts: counts)
  }
}
