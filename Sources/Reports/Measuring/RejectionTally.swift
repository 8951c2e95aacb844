import Records

/// Counts rejections by reason and keeps the first of each.
struct RejectionTally {
  let samplesMax: Int
  private var counts: [Rejection.Reason: Int] = [:]
  private var samples: [Rejection.Reason: [RejectionSample]] = [:]

  init(samplesMax: Int) {
    self.samplesMax = samplesMax
  }

  mutating func add(_ rejection: Rejection, key: ImageKey) {
    counts[rejection.reason, default: 0] += 1
    if samples[rejection.reason, default: []].count < samplesMax {
      samples[rejection.reason, default: []].append(
        RejectionSample(key: key.description, detail: rejection.detail))
    }
  }

  var numbers: [RejectionNumbers] {
    Rejection.Reason.allCases.compactMap { reason in
      counts[reason].map {
        RejectionNumbers(reason: reason.rawValue, count: $0, samples: samples[reason] ?? [])
      }
    }
  }
}
