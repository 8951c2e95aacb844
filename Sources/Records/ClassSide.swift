/// What a detector's class head says of one box, whatever the query.
///
/// Enough to score the box for any text later: the logit of a query is
/// `(cosine(embedding, query) + shift) * scale`, its score the logit's sigmoid.
public struct ClassSide: Hashable, Sendable {
  /// The box's class embedding, of length 1.
  public var embedding: [Float16]
  /// What is added to the cosine.
  public var shift: Float
  /// By what the sum is multiplied.
  public var scale: Float

  /// Creates a class side.
  public init(embedding: [Float16], shift: Float, scale: Float) {
    self.embedding = embedding
    self.shift = shift
    self.scale = scale
  }
}

/// The class sides of an image's regions, for those that have one.
public struct RegionClassSides: Hashable, Sendable {
  /// Which regions have a class side, ascending, `[sides]`.
  public var regions: [UInt32]
  /// `[sides]`.
  public var shifts: [Float]
  /// `[sides]`.
  public var scales: [Float]
  /// Columns of an embedding.
  public var embeddingSize: Int
  /// Embeddings of length 1, `[sides, embeddingSize]`.
  public var embeddings: [Float16]

  /// Creates the class sides of regions.
  public init(
    regions: [UInt32], shifts: [Float], scales: [Float], embeddingSize: Int,
    embeddings: [Float16]
  ) {
    self.regions = regions
    self.shifts = shifts
    self.scales = scales
    self.embeddingSize = embeddingSize
    self.embeddings = embeddings
  }

  /// Collects what proposals carry; `nil` where none carries any.
  ///
  /// All embeddings must be of one size.
  public init?(_ proposals: [Proposal]) {
    self.init(regions: [], shifts: [], scales: [], embeddingSize: 0, embeddings: [])
    for (region, proposal) in proposals.enumerated() {
      guard let side = proposal.classSide else { continue }
      precondition(embeddingSize == 0 || embeddingSize == side.embedding.count)
      embeddingSize = side.embedding.count
      regions.append(UInt32(region))
      shifts.append(side.shift)
      scales.append(side.scale)
      embeddings += side.embedding
    }
    guard !regions.isEmpty else { return nil }
  }
}
