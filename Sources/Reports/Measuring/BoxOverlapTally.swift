import Records

/// Counts boxes that a better ranked box of their image nearly covers.
struct BoxOverlapTally {
  /// IoU above which two boxes are one.
  private static let threshold: Float = 0.9

  private var withinSource = Proportion()
  private var acrossSources = Proportion()
  private var images = Proportion()

  /// Counts one image; regions are in the order of their rank.
  mutating func add(_ record: RegionRecord, isMeasured: [Bool]) {
    let order = record.boxes.indices.filter { isMeasured[$0] }
      .sorted { (record.boxes[$0].x1, $0) < (record.boxes[$1].x1, $1) }
    var within = Set<Int>()
    var across = Set<Int>()
    for (place, first) in order.enumerated() {
      // The shared part is at most as high as either box, so it is at least 0.9 of each in width.
      let limit = record.boxes[first].x1 + (1 - Self.threshold) * record.boxes[first].width + 1
      for second in order[(place + 1)...] {
        guard record.boxes[second].x1 <= limit else { break }
        guard record.boxes[first].iou(with: record.boxes[second]) > Self.threshold else { continue }
        let covered = max(first, second)
        if record.sources[first] == record.sources[second] {
          within.insert(covered)
        } else {
          across.insert(covered)
        }
      }
    }
    withinSource.hits += within.count
    acrossSources.hits += across.count
    withinSource.total += order.count
    acrossSources.total += order.count
    images.count(!within.isEmpty || !across.isEmpty)
  }

  var numbers: BoxOverlaps {
    BoxOverlaps(withinSource: withinSource, acrossSources: acrossSources, images: images)
  }
}
