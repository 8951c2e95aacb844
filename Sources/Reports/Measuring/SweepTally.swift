import Records

/// Sweeps thresholds over the probability and the other stored numbers of labels.
struct SweepTally {
  private var probability = ThresholdTally(range: 0...1, bins: 100)
  private var cosine = ThresholdTally(range: -1...1, bins: 400)
  private var margin = ThresholdTally(range: 0...2, bins: 1000)
  private var score = ThresholdTally(range: 0...1, bins: 100)

  /// Most rows of a sweep whose range follows its values.
  private static let rowsMax = 50

  /// Counts one annotated image; `isMeasured` and `isRight` are `[regions]`.
  mutating func add(
    _ regions: RegionRecord, labels: LabelRecord, overlaps: ImageOverlaps, isMeasured: [Bool],
    isRight: [Bool?]
  ) {
    let chosen = regions.boxes.indices.filter { isMeasured[$0] }
    let right = chosen.map { isRight[$0] }
    let object = chosen.map { overlaps.objectOfRegion[$0] }
    let objects = overlaps.objects.count
    func add(_ tally: inout ThresholdTally, _ value: (Int) -> Float) {
      tally.add(values: chosen.map(value), isRight: right, object: object, objects: objects)
    }
    add(&probability) { labels.maxProbability[$0] }
    add(&score) { regions.scores[$0] }
    let width = labels.conceptsPerRegion
    guard width > 0 else { return }
    add(&cosine) { labels.cosines[$0 * width] }
    guard width > 1 else { return }
    add(&margin) { labels.cosines[$0 * width] - labels.cosines[$0 * width + 1] }
  }

  /// Rows for the probability at 0 to 0.98 in steps of 0.02.
  var thresholds: [ThresholdPrecision] { probability.rows(every: 2) }

  /// The sweeps over the other numbers.
  var sweeps: [ThresholdSweep] {
    [
      ThresholdSweep(measure: "cosine", rows: cosine.rows(atMost: Self.rowsMax)),
      ThresholdSweep(measure: "margin", rows: margin.rows(atMost: Self.rowsMax)),
      ThresholdSweep(measure: "proposal_score", rows: score.rows(atMost: Self.rowsMax)),
    ].filter { !$0.rows.isEmpty }
  }
}
