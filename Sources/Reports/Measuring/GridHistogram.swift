/// Counts values of unknown range in at most `binsMax` bins.
///
/// Bins lie on a grid of multiples of their width; when the values outgrow `binsMax` bins the width
/// doubles and neighbours merge. The result depends on the values alone, not on their order.
struct GridHistogram {
  let binsMax: Int
  private(set) var binWidth: Double
  private var counts: [Int: Int] = [:]
  private var first = Int.max
  private var last = Int.min
  private(set) var notFinite = 0
  private var statistics = ValueStatistics()

  /// Creates a histogram whose bins are at first `binWidth` wide.
  init(binWidth: Double, binsMax: Int = 64) {
    precondition(binWidth > 0 && binsMax > 1)
    self.binWidth = binWidth
    self.binsMax = binsMax
  }

  mutating func add(_ value: Double) {
    // Beyond 2^60 widths a bin has no exact number; no measured value comes near.
    guard value.isFinite, abs(value) < binWidth * 0x1p60 else {
      notFinite += 1
      return
    }
    statistics.add(value)
    let bin = Int((value / binWidth).rounded(.down))
    counts[bin, default: 0] += 1
    first = min(first, bin)
    last = max(last, bin)
    while last - first >= binsMax { doubleWidth() }
  }

  private mutating func doubleWidth() {
    binWidth *= 2
    var merged: [Int: Int] = [:]
    for (bin, count) in counts { merged[bin >> 1, default: 0] += count }
    counts = merged
    first >>= 1
    last >>= 1
  }

  var histogram: Histogram {
    guard first <= last else {
      return statistics.histogram(start: 0, binWidth: binWidth, counts: [])
    }
    return statistics.histogram(
      start: Double(first) * binWidth, binWidth: binWidth,
      counts: (first...last).map { counts[$0] ?? 0 })
  }
}
