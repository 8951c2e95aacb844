public import Kernels
public import Records

/// Chooses boxes for the labels that an image's captions give it (pseudo boxes of ILS and PMS).
///
/// One choice for each label of an image: the top `perLabel` regions by the rule, score descending,
/// ties to the earlier region. Regions below `scoreMin` are not chosen, so a label may end without a
/// box.
public struct ClassBoxChooser: Sendable {
  /// Boxes chosen for one label, at most.
  public let perLabel: Int
  /// What ranks the regions.
  public let rule: ClassBoxRule
  /// Least score of a chosen box, on the rule's own scale.
  public let scoreMin: Float
  /// Regions of these sources are not chosen.
  public let leftOut: Set<UInt8>

  /// Creates a chooser.
  public init(
    perLabel: Int, rule: ClassBoxRule, scoreMin: Float, leavingOut leftOut: Set<UInt8> = []
  ) {
    precondition(perLabel > 0)
    self.leftOut = leftOut
    self.perLabel = perLabel
    self.rule = rule
    self.scoreMin = scoreMin
  }

  /// The boxes for `labels`, label by label in the order given.
  ///
  /// - Parameters:
  ///   - labels: Concept ids of the image's labels, each once.
  ///   - record: The image's regions.
  ///   - cosines: `[regions, labels]` cosines of every region with every label.
  ///   - classScores: `[regions, labels]` scores of the regions' own detector, NaN for regions
  ///     without; for rules that need them.
  /// - Returns: For each label that has any, its boxes, best first.
  public func choose(
    labels: [UInt32], record: RegionRecord, cosines: Matrix, classScores: Matrix? = nil
  ) -> [ClassBox] {
    precondition(cosines.rows == record.boxes.count && cosines.columns == labels.count)
    precondition(
      classScores.map { $0.rows == cosines.rows && $0.columns == cosines.columns }
        ?? !rule.needsClassScores)
    let candidates = record.boxes.indices.filter { !leftOut.contains(record.sources[$0]) }
    var chosen: [ClassBox] = []
    for (column, label) in labels.enumerated() {
      var boxes: [ClassBox] = []
      for region in candidates {
        let score = score(
          of: region, isFirst: region == candidates.first, record, cosines[region, column],
          classScores?[region, column] ?? .nan)
        // A score that is NaN is not chosen.
        guard score >= scoreMin else { continue }
        boxes.append(ClassBox(conceptID: label, region: region, score: score))
      }
      boxes.sort { $0.score != $1.score ? $0.score > $1.score : $0.region < $1.region }
      chosen += boxes.prefix(perLabel)
    }
    return chosen
  }

  private func score(
    of region: Int, isFirst: Bool, _ record: RegionRecord, _ cosine: Float, _ classScore: Float
  ) -> Float {
    switch rule {
    case .similarity: cosine
    case .score: record.scores[region]
    case .product: (record.scores[region] * max(cosine, 0)).squareRoot()
    case .proposer: classScore
    case .proposerProduct: (classScore * max(cosine, 0)).squareRoot()
    case .maxSize: record.boxes[region].area / Float(max(1, record.width * record.height))
    case .first: isFirst ? 1 : 0
    }
  }
}
