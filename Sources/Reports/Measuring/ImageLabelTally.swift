import Records

/// Counts how image-level labels and their boxes agree with the ground truth.
struct ImageLabelTally {
  private var labels = ImageLabelQuality(precision: .init(), recall: .init())
  private var boxes = ClassBoxQuality(
    total: 0, leftOut: 0, withCategory: .init(), precision: .init(), localisation: .init(),
    bestLocalisation: .init())

  /// Counts one annotated image whose objects, crowds included, are `objects`.
  mutating func add(
    labels record: LabelRecord, regions: RegionRecord, objects: [GroundTruthBox],
    matcher: CategoryMatcher, sources: MeasuredSources
  ) {
    let present = Set(objects.compactMap { matcher.index(ofCategory: $0.categoryID) })
    addLabels(Set(record.imageLabels.map(\.conceptID)), present: present, matcher: matcher)
    var seen: Set<UInt32> = []
    for chosen in record.classBoxes {
      let categories = matcher.categories(ofConcept: chosen.conceptID)
      guard sources.isMeasured(regions.sources[chosen.region]) else {
        boxes.leftOut += 1
        continue
      }
      boxes.total += 1
      boxes.withCategory.count(!categories.isEmpty)
      guard !categories.isEmpty else { continue }
      boxes.precision.count(categories.contains { present.contains($0) })
      let box = regions.boxes[chosen.region]
      let isOnObject = objects.contains { object in
        matcher.concept(chosen.conceptID, names: object.categoryID)
          && box.iou(with: object.box) >= ImageOverlaps.threshold
      }
      boxes.localisation.count(isOnObject)
      if seen.insert(chosen.conceptID).inserted { boxes.bestLocalisation.count(isOnObject) }
    }
  }

  private mutating func addLabels(
    _ concepts: Set<UInt32>, present: Set<Int>, matcher: CategoryMatcher
  ) {
    var named: Set<Int> = []
    for concept in concepts {
      let categories = matcher.categories(ofConcept: concept)
      guard !categories.isEmpty else { continue }
      named.formUnion(categories)
      labels.precision.count(categories.contains { present.contains($0) })
    }
    labels.recall.hits += present.intersection(named).count
    labels.recall.total += present.count
  }

  /// Quality of the image-level labels; `nil` when no label names a category.
  var imageLabels: ImageLabelQuality? {
    labels.precision.total > 0 ? labels : nil
  }

  /// Quality of the class boxes; `nil` when there are none.
  var classBoxes: ClassBoxQuality? {
    boxes.total > 0 ? boxes : nil
  }
}
