import Records

/// Class-agnostic recall and average precision over the annotated images.
struct ProposalTally {
  private let sources: [ReportSource]
  /// Whether the boxes of a source are evaluated, `[sources]`.
  private let isEvaluated: [Bool]
  private var recall: RecallTally
  private var ranked: RankedDetections
  private var images = 0

  /// Creates a tally over the proposals of all sources but the ground truth itself, unless that is
  /// the only one.
  init(sources: [ReportSource], categories: [Category], exactDetectionsMax: Int) {
    self.sources = sources
    let onlyTruth = sources.allSatisfy(\.isGroundTruth)
    isEvaluated = sources.map { onlyTruth || !$0.isGroundTruth }
    recall = RecallTally(groups: EvaluationGroup.groups(for: categories))
    ranked = RankedDetections(exactMax: exactDetectionsMax)
  }

  /// Adds one annotated image.
  mutating func add(_ regions: RegionRecord, objects: [GroundTruthBox]) {
    images += 1
    let order = regions.boxes.indices
      .filter { isEvaluated[Int(regions.sources[$0])] }
      .sorted { left, right in
        let (a, b) = (regions.scores[left], regions.scores[right])
        return a != b ? a > b : left < right
      }
      .prefix(RecallTally.boxCounts.max() ?? 0)
    let matching = DetectionMatching(detections: order.map { regions.boxes[$0] }, objects: objects)
    for (place, group) in recall.groups.enumerated() {
      let verdicts = DetectionMatching.thresholds.map {
        matching.verdicts(group: group, threshold: $0)
      }
      for (threshold, verdict) in verdicts.enumerated() {
        recall.add(verdict, group: place, threshold: threshold)
      }
      if group.name == "all" {
        ranked.add(scores: order.map { regions.scores[$0] }, verdicts: verdicts)
      }
    }
  }

  /// The numbers; `nil` when no annotated image was seen.
  consuming func numbers() -> ProposalQuality? {
    guard images > 0 else { return nil }
    let isExact = ranked.isExact
    let averages = ranked.averagePrecisions()
    return ProposalQuality(
      images: images,
      sources: zip(sources, isEvaluated).filter(\.1).map(\.0.name),
      isGroundTruth: sources.allSatisfy(\.isGroundTruth),
      groups: recall.numbers,
      averagePrecision50: averages?[0], averagePrecision75: averages?[5],
      averagePrecision: averages.map { $0.reduce(0, +) / Double($0.count) },
      isExact: isExact)
  }
}
