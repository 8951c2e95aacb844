/// Probabilities and outcomes in 20 bins of equal width, for calibration.
struct ReliabilityBins {
  static let count = 20
  private static let scale = FixedHistogram(range: 0...1, bins: count)

  private(set) var labels = Array(repeating: Proportion(), count: count)
  private(set) var sums = Array(repeating: 0.0, count: count)
  private var squares = 0.0

  mutating func add(_ probability: Double, isRight: Bool) {
    guard let bin = Self.scale.bin(of: probability) else { return }
    labels[bin].count(isRight)
    sums[bin] += probability
    let difference = probability - (isRight ? 1 : 0)
    squares += difference * difference
  }

  /// All labels together.
  var all: Proportion {
    Proportion(
      hits: labels.reduce(0) { $0 + $1.hits }, total: labels.reduce(0) { $0 + $1.total })
  }

  /// Mean probability; `nil` without labels.
  var mean: Double? {
    all.total > 0 ? sums.reduce(0, +) / Double(all.total) : nil
  }

  /// Mean squared difference of probability and outcome; `nil` without labels.
  var brierScore: Double? {
    all.total > 0 ? squares / Double(all.total) : nil
  }

  /// |share of right labels - mean probability| of each bin with labels, and the bin's labels.
  var gaps: [(gap: Double, labels: Int)] {
    zip(labels, sums).compactMap { labels, sum in
      guard labels.total > 0 else { return nil }
      return (abs(Double(labels.hits) - sum) / Double(labels.total), labels.total)
    }
  }

  /// Mean of the gaps over the labels; `nil` without labels.
  var expectedError: Double? {
    let total = all.total
    guard total > 0 else { return nil }
    return gaps.reduce(0) { $0 + $1.gap * Double($1.labels) } / Double(total)
  }
}
