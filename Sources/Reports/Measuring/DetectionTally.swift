import Records

/// Pseudo boxes of one kind as detections of classes.
struct DetectionTally {
  /// A box that names a category.
  struct Detection {
    /// Place of the category in the ground truth's list.
    var category: Int
    var box: Box
    var score: Float
  }

  private let boxes: String
  private let categories: [Category]
  private let exactMax: Int
  private var classes: [ClassDetections]
  private var withoutCategory = 0
  private var kept = 0
  private var isExact = true
  private var imageIDs: [UInt64] = []

  /// Creates a tally that is exact up to `exactMax` boxes.
  init(boxes: String, categories: [Category], exactMax: Int) {
    self.boxes = boxes
    self.categories = categories
    self.exactMax = exactMax
    classes = Array(repeating: ClassDetections(), count: categories.count)
  }

  /// Adds one annotated image; `objects` are all its objects, crowds included.
  mutating func add(
    imageID: UInt64, imageArea: Double, detections: [Detection], withoutCategory: Int,
    objects: [GroundTruthBox], matcher: CategoryMatcher
  ) {
    self.withoutCategory += withoutCategory
    imageIDs.append(imageID)
    let found = Dictionary(grouping: detections, by: \.category)
    var known: [Int: [GroundTruthBox]] = [:]
    for object in objects {
      guard let category = matcher.index(ofCategory: object.categoryID) else { continue }
      known[category, default: []].append(object)
    }
    for category in Set(found.keys).union(known.keys) {
      let best = Self.best(found[category] ?? [])
      let matching = DetectionMatching(
        detections: best.map(\.box), objects: known[category] ?? [], imageArea: imageArea)
      classes[category].add(
        image: UInt32(imageIDs.count - 1), scores: best.map(\.score),
        verdicts: ClassDetections.areas.map(matching.verdicts))
      kept += best.count
    }
    guard isExact, kept > exactMax else { return }
    isExact = false
    for category in classes.indices { classes[category].fold() }
  }

  /// The first 100 by score, equal scores in the order given.
  private static func best(_ detections: [Detection]) -> [Detection] {
    detections.enumerated().sorted { left, right in
      let (a, b) = (left.element.score, right.element.score)
      return a != b ? a > b : left.offset < right.offset
    }.prefix(RankedDetections.boxesMax).map(\.element)
  }

  /// Average precision of each class, `[categories]`: over the IoUs and at 0.5.
  typealias ClassPrecision = (mean: Double, at50: Double)

  /// The numbers; `nil` when no box named a category.
  consuming func numbers() -> (quality: DetectionQuality, ofCategory: [ClassPrecision?])? {
    let detections = classes.reduce(0) { $0 + $1.count }
    guard detections > 0 else { return nil }
    var curves: [[ClassDetections.Curve?]] = []
    for category in classes.indices {
      curves.append(classes[category].curves(imageIDs: imageIDs))
    }
    let groups = EvaluationGroup.allAndSplits(of: categories).map { group in
      let members = categories.indices.filter {
        group.contains(categoryID: categories[$0].id) && classes[$0].objects[0] > 0
      }
      func mean(_ area: Int, _ value: (ClassDetections.Curve) -> Double) -> Double? {
        let values = members.compactMap { curves[$0][area].map(value) }
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
      }
      return DetectionGroup(
        name: group.name, classes: members.count,
        objects: members.reduce(0) { $0 + classes[$1].objects[0] },
        ap: mean(0, \.mean), ap50: mean(0) { $0.precisions[0] },
        ap75: mean(0) { $0.precisions[5] }, apSmall: mean(1, \.mean), apMedium: mean(2, \.mean),
        apLarge: mean(3, \.mean), recall: mean(0, \.meanRecall))
    }
    let quality = DetectionQuality(
      boxes: boxes, detections: detections, withoutCategory: withoutCategory, groups: groups,
      isExact: isExact)
    return (quality, curves.map { $0[0].map { ($0.mean, $0.precisions[0]) } })
  }
}
