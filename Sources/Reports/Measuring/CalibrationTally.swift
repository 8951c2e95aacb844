import Records

/// Compares stored probabilities with outcomes, at the temperature in force and at others.
struct CalibrationTally {
  /// Other temperatures as multiples of the one in force.
  private static let factors = [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4]

  private let temperature: Double?
  private let poolSize: Int
  private var inForce = ReliabilityBins()
  /// Least and greatest possible probabilities, `[factors]`.
  private var least = Array(repeating: ReliabilityBins(), count: factors.count)
  private var greatest = Array(repeating: ReliabilityBins(), count: factors.count)

  init(temperature: Double?, poolSize: Int) {
    self.temperature = temperature
    self.poolSize = poolSize
  }

  /// Counts the label of one region on an object.
  mutating func add(labels: LabelRecord, region: Int, isRight: Bool) {
    let stored = Double(labels.maxProbability[region])
    inForce.add(stored, isRight: isRight)
    guard let temperature else { return }
    let softmax = LabelSoftmax(
      labels: labels, region: region, poolSize: poolSize, temperature: temperature)
    for (place, factor) in Self.factors.enumerated() {
      let range =
        factor == 1 ? stored...stored : softmax.firstProbability(at: temperature * factor)
      least[place].add(range.lowerBound, isRight: isRight)
      greatest[place].add(range.upperBound, isRight: isRight)
    }
  }

  /// The numbers; `nil` without a label on an object.
  var numbers: CalibrationNumbers? {
    guard inForce.all.total > 0 else { return nil }
    return CalibrationNumbers(
      labels: inForce.all, meanProbability: inForce.mean, expectedError: inForce.expectedError,
      largestError: inForce.gaps.map(\.gap).max(), brierScore: inForce.brierScore,
      bins: (0..<ReliabilityBins.count).map { bin in
        let labels = inForce.labels[bin]
        return CalibrationBin(
          start: Double(bin) / Double(ReliabilityBins.count), labels: labels,
          meanProbability: labels.total > 0 ? inForce.sums[bin] / Double(labels.total) : nil)
      }, temperatures: temperatures)
  }

  private var temperatures: [TemperatureCalibration] {
    guard let temperature else { return [] }
    return zip(Self.factors, zip(least, greatest)).compactMap { factor, ends in
      guard let low = ends.0.mean, let high = ends.1.mean, let atLow = ends.0.expectedError,
        let atHigh = ends.1.expectedError
      else { return nil }
      return TemperatureCalibration(
        temperature: temperature * factor, isInForce: factor == 1, meanProbabilityMin: low,
        meanProbabilityMax: high, errorAtMin: atLow, errorAtMax: atHigh)
    }
  }
}
