/// How the boxes of an image-level label are chosen from the image's regions.
public enum ClassBoxRule: String, CaseIterable, Sendable {
  /// By the teacher's cosine between region and label.
  case similarity
  /// By the proposer's score alone.
  case score
  /// By the geometric mean of score and cosine, negative cosines counted as 0.
  case product
  /// By the score that the region's own detector gives the label.
  case proposer
  /// By the geometric mean of that score and the cosine, negative cosines counted as 0.
  case proposerProduct = "proposer_product"
  /// By area as a share of the image (Detic, ECCV 2022: the max-size loss).
  case maxSize = "max_size"
  /// The first region that may be chosen, in the record's order, has score 1, the others 0.
  case first

  /// Whether the rule needs scores of the regions' detector.
  public var needsClassScores: Bool {
    self == .proposer || self == .proposerProduct
  }
}
