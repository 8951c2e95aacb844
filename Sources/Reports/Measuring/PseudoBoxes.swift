import Records

/// An image's pseudo boxes that name categories, and how many name none.
struct PseudoBoxes {
  private(set) var detections: [DetectionTally.Detection] = []
  private(set) var withoutCategory = 0

  /// Regions with their nearest concept and its probability; the ground truth's own are left out.
  init(
    regions: RegionRecord, labels: LabelRecord, sources: MeasuredSources, matcher: CategoryMatcher
  ) {
    let width = labels.conceptsPerRegion
    guard width > 0 else { return }
    for region in regions.boxes.indices where sources.isMeasured(regions.sources[region]) {
      let categories = matcher.categories(ofConcept: labels.conceptIDs[region * width])
      if categories.isEmpty { withoutCategory += 1 }
      for category in categories {
        detections.append(
          .init(
            category: category, box: regions.boxes[region], score: labels.maxProbability[region]))
      }
    }
  }

  /// Class boxes with their scores; a region that two concepts of a class chose counts once, with
  /// the better score.
  init(
    classBoxes: [ClassBox], regions: RegionRecord, sources: MeasuredSources,
    matcher: CategoryMatcher
  ) {
    struct Choice: Hashable {
      let category: Int
      let region: Int
    }
    var places: [Choice: Int] = [:]
    // Equal scores rank by region, as exported files list them.
    for chosen in classBoxes.sorted(by: { $0.region < $1.region })
    where sources.isMeasured(regions.sources[chosen.region]) {
      let categories = matcher.categories(ofConcept: chosen.conceptID)
      if categories.isEmpty { withoutCategory += 1 }
      for category in categories {
        let choice = Choice(category: category, region: chosen.region)
        if let place = places[choice] {
          detections[place].score = max(detections[place].score, chosen.score)
          continue
        }
        places[choice] = detections.count
        detections.append(
          .init(category: category, box: regions.boxes[chosen.region], score: chosen.score))
      }
    }
  }
}
