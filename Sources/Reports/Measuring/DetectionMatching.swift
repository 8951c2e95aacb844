import Records

/// COCO's greedy matching of one image's boxes with its objects, without classes.
///
/// Boxes are taken by descending score; each takes the free object with the greatest IoU that
/// reaches the threshold, later objects winning ties. Objects outside the group and crowds are
/// ignored: a box on one is neither right nor wrong, and a crowd can take any number of boxes.
/// Follows `COCOeval.evaluateImg` of pycocotools, so that the numbers can be compared.
struct DetectionMatching {
  /// IoU thresholds 0.5 to 0.95 in steps of 0.05, with the rounding of `numpy.linspace`.
  static let thresholds: [Double] = {
    let step = (0.95 - 0.5) / 9
    return (0..<9).map { Double($0) * step + 0.5 } + [0.95]
  }()

  /// An area in square pixels, and the box's as a share of the image.
  private struct Size {
    let area: Double
    let share: Double
  }

  /// An object and an IoU with it that reaches the least threshold.
  private struct Candidate {
    let object: Int
    let overlap: Double
  }

  private let objects: [GroundTruthBox]
  private let areas: [Size]
  private let detectionAreas: [Size]
  /// Overlapping objects of each detection, `[detections][...]`, in the order of `objects`.
  private let candidates: [[Candidate]]

  /// Measures the overlaps of `detections`, which are in descending order of score, in an image of
  /// `imageArea` square pixels.
  init(detections: [Box], objects unordered: [GroundTruthBox], imageArea: Double) {
    // pycocotools gathers objects category by category; the order decides ties only.
    let objects = unordered.enumerated()
      .sorted { ($0.element.categoryID, $0.offset) < ($1.element.categoryID, $1.offset) }
      .map(\.element)
    self.objects = objects
    areas = objects.map {
      let box = Self.area($0.box)
      return Size(area: $0.area ?? box, share: box / imageArea)
    }
    detectionAreas = detections.map {
      let area = Self.area($0)
      return Size(area: area, share: area / imageArea)
    }
    let least = Self.thresholds[0]
    candidates = detections.map { box in
      objects.indices.compactMap { index in
        let overlap = Self.overlap(of: box, with: objects[index])
        return overlap >= least ? Candidate(object: index, overlap: overlap) : nil
      }
    }
  }

  /// The verdicts for one group at one threshold.
  struct Verdicts {
    /// Objects that count.
    var objects: Int
    /// Right boxes, `[detections]`.
    var isHit: [Bool]
    /// Boxes that are neither right nor wrong, `[detections]`.
    var isIgnored: [Bool]
  }

  /// Matches at each of `thresholds` among the objects of `group`, `[thresholds]`.
  func verdicts(group: EvaluationGroup) -> [Verdicts] {
    let ignored = objects.indices.map { index in
      objects[index].isCrowd
        || !group.contains(area: areas[index].area, share: areas[index].share)
        || !group.contains(categoryID: objects[index].categoryID)
    }
    let isOutside = detectionAreas.map { !group.contains(area: $0.area, share: $0.share) }
    guard candidates.contains(where: { !$0.isEmpty }) else {
      // Nothing overlaps: the same at every threshold.
      let verdict = Verdicts(
        objects: ignored.count(where: { !$0 }),
        isHit: Array(repeating: false, count: candidates.count), isIgnored: isOutside)
      return Array(repeating: verdict, count: Self.thresholds.count)
    }
    return Self.thresholds.map { verdicts(threshold: $0, ignored: ignored, isOutside: isOutside) }
  }

  private func verdicts(threshold: Double, ignored: [Bool], isOutside: [Bool]) -> Verdicts {
    var result = Verdicts(
      objects: ignored.count(where: { !$0 }),
      isHit: Array(repeating: false, count: candidates.count), isIgnored: isOutside)
    var isTaken = Array(repeating: false, count: objects.count)
    for detection in candidates.indices where !candidates[detection].isEmpty {
      let match = bestMatch(
        of: candidates[detection], threshold: threshold, ignored: ignored, taken: isTaken)
      if let match {
        isTaken[match] = true
        result.isIgnored[detection] = ignored[match]
        result.isHit[detection] = !ignored[match]
      }
    }
    return result
  }

  /// The object that a detection takes: counted objects first, then ignored ones.
  private func bestMatch(
    of candidates: [Candidate], threshold: Double, ignored: [Bool], taken: [Bool]
  ) -> Int? {
    for wantsIgnored in [false, true] {
      var best: Candidate?
      for candidate in candidates where ignored[candidate.object] == wantsIgnored {
        if taken[candidate.object] && !objects[candidate.object].isCrowd { continue }
        if candidate.overlap >= best?.overlap ?? threshold { best = candidate }
      }
      if let best { return best.object }
    }
    return nil
  }

  private static func area(_ box: Box) -> Double {
    max(0, Double(box.x2) - Double(box.x1)) * max(0, Double(box.y2) - Double(box.y1))
  }

  /// IoU in double precision; with a crowd, the share of the box that lies inside it.
  private static func overlap(of box: Box, with object: GroundTruthBox) -> Double {
    let other = object.box
    let width = Double(min(box.x2, other.x2)) - Double(max(box.x1, other.x1))
    let height = Double(min(box.y2, other.y2)) - Double(max(box.y1, other.y1))
    guard width > 0, height > 0 else { return 0 }
    let shared = width * height
    let union = object.isCrowd ? area(box) : area(box) + area(other) - shared
    return shared / union
  }
}
