/// Counts right labels by max probability, so that any threshold can be read off afterwards.
struct ThresholdTally {
  /// Bins of 0.01 over 0...1.
  private static let bins = 100
  private static let scale = FixedHistogram(range: 0...1, bins: bins)

  private var labels = Array(repeating: 0, count: bins)
  private var onObject = Array(repeating: 0, count: bins)
  private var right = Array(repeating: 0, count: bins)

  /// Counts a label; `isRight` is `nil` when its region lies on no object.
  mutating func add(maxProbability: Float, isRight: Bool?) {
    guard let bin = Self.scale.bin(of: Double(maxProbability)) else { return }
    labels[bin] += 1
    if let isRight {
      onObject[bin] += 1
      if isRight { right[bin] += 1 }
    }
  }

  /// Precision at thresholds 0 to 0.98 in steps of 0.02; empty without labels.
  var rows: [ThresholdPrecision] {
    let total = labels.reduce(0, +)
    guard total > 0 else { return [] }
    return stride(from: 0, to: Self.bins, by: 2).map { bin in
      ThresholdPrecision(
        threshold: Double(bin) / Double(Self.bins),
        kept: Proportion(hits: labels[bin...].reduce(0, +), total: total),
        precision: Proportion(
          hits: right[bin...].reduce(0, +), total: onObject[bin...].reduce(0, +)))
    }
  }
}
