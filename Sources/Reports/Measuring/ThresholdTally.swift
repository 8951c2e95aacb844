/// Counts right labels by one stored number, so that any threshold can be read off afterwards.
struct ThresholdTally {
  private let scale: FixedHistogram
  private var labels: [Int]
  private var onObject: [Int]
  private var right: [Int]
  /// Objects by the greatest number of a right label on them.
  private var covered: [Int]
  private var objects = 0

  /// Creates a tally with `bins` bins over `range`.
  init(range: ClosedRange<Double>, bins: Int) {
    scale = FixedHistogram(range: range, bins: bins)
    labels = Array(repeating: 0, count: bins)
    onObject = labels
    right = labels
    covered = labels
  }

  /// Counts the labels of one image.
  ///
  /// - Parameters:
  ///   - values: The number of each label, `[labels]`.
  ///   - isRight: `nil` for a label whose region lies on no object.
  ///   - object: The object under the label's region.
  ///   - count: Objects of the image.
  mutating func add(values: [Float], isRight: [Bool?], object: [Int?], objects count: Int) {
    var best = [Int?](repeating: nil, count: count)
    objects += count
    for (place, value) in values.enumerated() {
      guard let bin = scale.bin(of: Double(value)) else { continue }
      labels[bin] += 1
      guard let isRight = isRight[place] else { continue }
      onObject[bin] += 1
      guard isRight else { continue }
      right[bin] += 1
      if let object = object[place] { best[object] = max(best[object] ?? bin, bin) }
    }
    for bin in best.compactMap(\.self) { covered[bin] += 1 }
  }

  /// One row at the left edge of every `step` bins; empty without labels.
  func rows(every step: Int) -> [ThresholdPrecision] {
    rows(at: Array(stride(from: 0, to: labels.count, by: step)))
  }

  /// At most `rowsMax` rows over the bins that have labels; empty without labels.
  func rows(atMost rowsMax: Int) -> [ThresholdPrecision] {
    guard let first = labels.firstIndex(where: { $0 > 0 }),
      let last = labels.lastIndex(where: { $0 > 0 })
    else { return [] }
    let step = (last - first) / rowsMax + 1
    return rows(at: Array(stride(from: first, through: last, by: step)))
  }

  private func rows(at bins: [Int]) -> [ThresholdPrecision] {
    let sums = [labels, onObject, right, covered].map(Self.sumsFromEnd)
    guard let total = sums[0].first, total > 0 else { return [] }
    return bins.map { bin in
      ThresholdPrecision(
        threshold: scale.edge(of: bin),
        kept: Proportion(hits: sums[0][bin], total: total),
        precision: Proportion(hits: sums[2][bin], total: sums[1][bin]),
        coverage: Proportion(hits: sums[3][bin], total: objects))
    }
  }

  private static func sumsFromEnd(_ counts: [Int]) -> [Int] {
    var sums = counts
    for index in sums.indices.dropLast().reversed() { sums[index] += sums[index + 1] }
    return sums
  }
}
