import Records

/// Class-agnostic recall and average precision over the annotated images.
struct ProposalTally {
  private let sources: MeasuredSources
  private var recall: RecallTally
  private var ranked: RankedDetections
  private var images = 0

  /// Creates a tally over the proposals of the measured sources.
  init(sources: MeasuredSources, categories: [Category], exactDetectionsMax: Int) {
    self.sources = sources
    recall = RecallTally(groups: EvaluationGroup.groups(for: categories))
    ranked = RankedDetections(exactMax: exactDetectionsMax)
  }

  /// Adds one annotated image.
  mutating func add(_ regions: RegionRecord, objects: [GroundTruthBox]) {
    images += 1
    let order = regions.boxes.indices
      .filter { sources.isMeasured(regions.sources[$0]) }
      .sorted { left, right in
        let (a, b) = (regions.scores[left], regions.scores[right])
        return a != b ? a > b : left < right
      }
      .prefix(RecallTally.boxCounts.max() ?? 0)
    let matching = DetectionMatching(
      detections: order.map { regions.boxes[$0] }, objects: objects,
      imageArea: Double(regions.width) * Double(regions.height))
    for (place, group) in recall.groups.enumerated() {
      let verdicts = matching.verdicts(group: group)
      for (threshold, verdict) in verdicts.enumerated() {
        recall.add(verdict, group: place, threshold: threshold)
      }
      if group.name == "all" {
        ranked.add(
          imageID: regions.imageID, scores: order.map { regions.scores[$0] }, verdicts: verdicts)
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
      sources: sources.names, isGroundTruth: sources.isOnlyTruth,
      groups: recall.numbers,
      averagePrecision50: averages?[0], averagePrecision75: averages?[5],
      averagePrecision: averages.map { $0.reduce(0, +) / Double($0.count) },
      isExact: isExact)
  }
}
