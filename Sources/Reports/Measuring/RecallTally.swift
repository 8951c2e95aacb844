/// Counts found objects by group, threshold and number of boxes, in constant memory.
struct RecallTally {
  /// Numbers of boxes an image for which recall is reported.
  static let boxCounts = [5, 10, 50, 100, 300]

  let groups: [EvaluationGroup]
  /// Objects of each group, `[groups]`.
  private var objects: [Int]
  /// Found objects, `[groups][thresholds][boxCounts]`.
  private var found: [[[Int]]]

  init(groups: [EvaluationGroup]) {
    self.groups = groups
    objects = Array(repeating: 0, count: groups.count)
    let none = Array(repeating: 0, count: Self.boxCounts.count)
    found = Array(
      repeating: Array(repeating: none, count: DetectionMatching.thresholds.count),
      count: groups.count)
  }

  /// Adds what one image's matching found for a group at a threshold.
  mutating func add(_ verdicts: DetectionMatching.Verdicts, group: Int, threshold: Int) {
    if threshold == 0 { objects[group] += verdicts.objects }
    for (place, boxes) in Self.boxCounts.enumerated() {
      // Matching is greedy by score: the first n boxes alone would have matched the same objects.
      found[group][threshold][place] += verdicts.isHit.prefix(boxes).count { $0 }
    }
  }

  /// Recall of each group.
  var numbers: [RecallGroup] {
    groups.indices.map { group in
      RecallGroup(
        name: groups[group].name, objects: objects[group],
        points: objects[group] == 0
          ? [] : Self.boxCounts.indices.map { point(group: group, place: $0) })
    }
  }

  private func point(group: Int, place: Int) -> RecallPoint {
    let shares = found[group].map { Double($0[place]) / Double(objects[group]) }
    return RecallPoint(
      boxes: Self.boxCounts[place], recall50: shares[0], recall75: shares[5],
      average: shares.reduce(0, +) / Double(shares.count))
  }
}
