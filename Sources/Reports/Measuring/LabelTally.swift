import Records

/// Counts the labels' cosines and probabilities.
struct LabelTally {
  private let keepThreshold: Float?
  private let temperature: Double?
  private let poolSize: Int
  private var topCosine = FixedHistogram(range: -1...1, bins: 200)
  private var margin = GridHistogram(binWidth: 1.0 / 1024)
  private var maxProbability = FixedHistogram(range: 0...1, bins: 100)
  private var logSumExp = GridHistogram(binWidth: 1.0 / 64)
  private var residual = FixedHistogram(range: 0...1, bins: 100)
  private var entropy = GridHistogram(binWidth: 1.0 / 16)
  private var entropyMax = ValueStatistics()
  private var kept = Proportion()
  private var imageLabels = 0
  private var classBoxes = 0
  private var hasRecords = false

  init(keepThreshold: Float?, temperature: Double?, poolSize: Int) {
    self.keepThreshold = keepThreshold
    self.temperature = temperature
    self.poolSize = poolSize
  }

  /// Whether a label of that max probability is kept: above the threshold, as exports have it.
  func isKept(_ probability: Float) -> Bool {
    keepThreshold.map { probability > $0 } ?? true
  }

  /// Counts the labels of one image's regions; `isMeasured` is `[regions]`.
  mutating func add(_ record: LabelRecord, isMeasured: [Bool]) {
    hasRecords = true
    imageLabels += record.imageLabels.count
    classBoxes += record.classBoxes.count
    let width = record.conceptsPerRegion
    for (region, probability) in record.maxProbability.enumerated() where isMeasured[region] {
      maxProbability.add(probability)
      logSumExp.add(Double(record.logSumExp[region]))
      kept.count(isKept(probability))
      guard width > 0 else { continue }
      let top = record.cosines[region * width]
      topCosine.add(top)
      if width > 1 { margin.add(Double(top - record.cosines[region * width + 1])) }
      guard let temperature else { continue }
      let softmax = LabelSoftmax(
        labels: record, region: region, poolSize: poolSize, temperature: temperature)
      residual.add(Float(softmax.residual))
      entropy.add(softmax.entropyBits)
      entropyMax.add(softmax.entropyBitsMax)
    }
  }

  /// The numbers; `nil` when no image had labels.
  var numbers: LabelNumbers? {
    guard hasRecords else { return nil }
    let probabilities = maxProbability.histogram
    return LabelNumbers(
      regions: kept.total, topCosine: topCosine.histogram, margin: margin.histogram,
      maxProbability: probabilities, logSumExp: logSumExp.histogram,
      entropyBits: entropy.histogram, entropyBitsMax: entropyMax.mean,
      residual: residual.histogram, temperature: temperature,
      keepThreshold: keepThreshold.map(Double.init), kept: kept,
      keptAgainstThreshold: Self.keptShares(of: probabilities),
      imageLabels: imageLabels, classBoxes: classBoxes)
  }

  private static func keptShares(of histogram: Histogram) -> [ThresholdShare] {
    guard histogram.total > 0 else { return [] }
    var above = histogram.total
    return histogram.counts.enumerated().map { bin, count in
      defer { above -= count }
      return ThresholdShare(
        threshold: Double(bin) / Double(histogram.counts.count),
        share: Double(above) / Double(histogram.total))
    }
  }
}
