public import Records

/// What a pass did, as values that add: counts, rejections by reason with a few samples, seconds.
///
/// Reports of units add up to the report of a pass, in any grouping; samples keep the first ones in
/// unit order. Seconds never enter any digest.
public struct StageReport: Hashable, Sendable {
  /// How many sample texts are kept for each reason.
  public static let samplesPerReason = 5

  /// Things counted, by name: `images`, `regions`, `bytes` and the like.
  public private(set) var counts: [String: Int] = [:]
  /// Rejected data by reason.
  public private(set) var rejections: [Rejection.Reason: Int] = [:]
  /// The first few rejected data of each reason, as `name: detail`.
  public private(set) var samples: [Rejection.Reason: [String]] = [:]
  /// Thread seconds spent in each step.
  public private(set) var seconds: [String: Double] = [:]

  /// Creates an empty report.
  public init() {}

  /// Total of rejected data over all reasons.
  public var rejected: Int { rejections.values.reduce(0, +) }

  /// Adds `amount` to the count called `name`.
  public mutating func count(_ name: String, _ amount: Int = 1) {
    counts[name, default: 0] += amount
  }

  /// Counts a rejection of the datum called `name` and keeps it as a sample while there is room.
  public mutating func reject(_ name: String, _ rejection: Rejection) {
    rejections[rejection.reason, default: 0] += 1
    keepSample("\(name): \(rejection.detail)", rejection.reason)
  }

  /// Adds rejections that were counted elsewhere, without samples.
  public mutating func addRejections(_ reason: Rejection.Reason, _ amount: Int) {
    if amount > 0 { rejections[reason, default: 0] += amount }
  }

  /// Runs `work` and adds its time to the step called `step`.
  public mutating func timed<Value>(
    _ step: String, _ work: (inout StageReport) throws -> Value
  ) rethrows -> Value {
    let start = ContinuousClock.now
    defer { seconds[step, default: 0] += (ContinuousClock.now - start).inSeconds }
    return try work(&self)
  }

  /// Adds another report to this one.
  public static func += (left: inout StageReport, right: StageReport) {
    left.counts.merge(right.counts, uniquingKeysWith: +)
    left.rejections.merge(right.rejections, uniquingKeysWith: +)
    left.seconds.merge(right.seconds, uniquingKeysWith: +)
    for (reason, samples) in right.samples {
      for sample in samples { left.keepSample(sample, reason) }
    }
  }

  /// The sum of two reports.
  public static func + (left: StageReport, right: StageReport) -> StageReport {
    var sum = left
    sum += right
    return sum
  }

  private mutating func keepSample(_ sample: String, _ reason: Rejection.Reason) {
    if samples[reason, default: []].count < Self.samplesPerReason {
      samples[reason, default: []].append(sample)
    }
  }
}

extension Duration {
  /// The duration as seconds.
  public var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
