import Records

/// Counts how image-level labels and their boxes agree with the ground truth.
struct ImageLabelTally {
  /// What is known of one class.
  struct OfCategory {
    var precision = Proportion()
    var recall = Proportion()
    var localisation = Proportion()
    var corLoc = Proportion()
    var overlap = 0.0

    /// Mean IoU of the best boxes; `nil` without any.
    var meanIoU: Double? { corLoc.total > 0 ? overlap / Double(corLoc.total) : nil }
  }

  private let matcher: CategoryMatcher
  private let splits: [EvaluationGroup]
  private var precision = Proportion()
  private(set) var ofCategory: [OfCategory]
  private var boxes = ClassBoxQuality(
    total: 0, leftOut: 0, withCategory: .init(), precision: .init(), localisation: .init(),
    bestLocalisation: .init(), corLoc: .init(), meanIoU: nil)

  init(matcher: CategoryMatcher) {
    self.matcher = matcher
    splits = EvaluationGroup.splits(of: matcher.categories)
    ofCategory = Array(repeating: OfCategory(), count: matcher.categories.count)
  }

  /// Counts one annotated image whose objects, crowds included, are `objects`.
  mutating func add(
    labels record: LabelRecord, regions: RegionRecord, objects: [GroundTruthBox],
    sources: MeasuredSources
  ) {
    let present = Set(objects.compactMap { matcher.index(ofCategory: $0.categoryID) })
    addLabels(Set(record.imageLabels.map(\.conceptID)), present: present)
    var seen: Set<UInt32> = []
    /// The best box of each class: the greatest score, the earlier box of equal ones.
    var best: [Int: ClassBox] = [:]
    for chosen in record.classBoxes {
      guard sources.isMeasured(regions.sources[chosen.region]) else {
        boxes.leftOut += 1
        continue
      }
      let categories = matcher.categories(ofConcept: chosen.conceptID)
      boxes.total += 1
      boxes.withCategory.count(!categories.isEmpty)
      guard !categories.isEmpty else { continue }
      boxes.precision.count(categories.contains { present.contains($0) })
      let box = regions.boxes[chosen.region]
      var isOnObject = false
      for category in categories {
        let isPlaced = overlap(of: box, with: objects, of: category) >= ImageOverlaps.threshold
        ofCategory[category].localisation.count(isPlaced)
        isOnObject = isOnObject || isPlaced
        if chosen.score > best[category]?.score ?? -.infinity { best[category] = chosen }
      }
      boxes.localisation.count(isOnObject)
      if seen.insert(chosen.conceptID).inserted { boxes.bestLocalisation.count(isOnObject) }
    }
    for (category, chosen) in best where present.contains(category) {
      let overlap = overlap(of: regions.boxes[chosen.region], with: objects, of: category)
      ofCategory[category].corLoc.count(overlap >= ImageOverlaps.threshold)
      ofCategory[category].overlap += Double(overlap)
    }
  }

  private func overlap(of box: Box, with objects: [GroundTruthBox], of category: Int) -> Float {
    objects.reduce(0) { best, object in
      guard matcher.index(ofCategory: object.categoryID) == category else { return best }
      return max(best, box.iou(with: object.box))
    }
  }

  private mutating func addLabels(_ concepts: Set<UInt32>, present: Set<Int>) {
    var named: Set<Int> = []
    for concept in concepts {
      let categories = matcher.categories(ofConcept: concept)
      guard !categories.isEmpty else { continue }
      named.formUnion(categories)
      precision.count(categories.contains { present.contains($0) })
    }
    for category in named { ofCategory[category].precision.count(present.contains(category)) }
    for category in present { ofCategory[category].recall.count(named.contains(category)) }
  }

  /// Quality of the image-level labels; `nil` when no label names a category.
  var imageLabels: ImageLabelQuality? {
    guard precision.total > 0 else { return nil }
    func sum(
      _ group: EvaluationGroup?, _ part: KeyPath<OfCategory, Proportion>
    ) -> Proportion {
      zip(matcher.categories, ofCategory).reduce(into: Proportion()) { sum, entry in
        guard group?.contains(categoryID: entry.0.id) ?? true else { return }
        sum.hits += entry.1[keyPath: part].hits
        sum.total += entry.1[keyPath: part].total
      }
    }
    return ImageLabelQuality(
      precision: precision, recall: sum(nil, \.recall),
      groups: splits.map {
        ImageLabelGroup(
          name: $0.name, precision: sum($0, \.precision), recall: sum($0, \.recall))
      })
  }

  /// Quality of the class boxes; `nil` when there are none.
  var classBoxes: ClassBoxQuality? {
    guard boxes.total > 0 else { return nil }
    var boxes = boxes
    var overlap = 0.0
    for category in ofCategory {
      boxes.corLoc.hits += category.corLoc.hits
      boxes.corLoc.total += category.corLoc.total
      overlap += category.overlap
    }
    boxes.meanIoU = boxes.corLoc.total > 0 ? overlap / Double(boxes.corLoc.total) : nil
    return boxes
  }
}
