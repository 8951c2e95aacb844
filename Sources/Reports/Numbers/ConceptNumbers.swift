/// How often the concepts of the pool are named by captions and given to regions.
public struct ConceptNumbers: Codable, Hashable, Sendable {
  /// Number of concepts in the pool.
  public var poolSize: Int
  /// Concepts that are no region's nearest concept; equals `poolSize` before the labels pass.
  public var unused: Int
  /// Gini coefficient of the regions given to each concept: 0 even, near 1 concentrated.
  @OrNull public var gini: Double?
  /// Entropy in bits of the distribution of regions over concepts.
  @OrNull public var entropyBits: Double?
  /// 2 to the entropy: how many evenly used concepts would be as varied.
  @OrNull public var effectiveNumber: Double?
  /// Share of the regions whose nearest concept is one of the ten most frequent.
  @OrNull public var topTenShare: Double?
  /// The unused concepts that captions name most often, at most 30.
  public var unusedSamples: [ConceptFrequency]
  /// The concepts that most regions have as nearest, at most 30, most frequent first.
  public var top: [ConceptFrequency]
  /// Regions of the concept at some ranks from 1 to the number of used concepts.
  public var longTail: [RankFrequency]
  /// Same for how often captions name the concept.
  public var captionLongTail: [RankFrequency]
}

/// How often one concept occurs.
public struct ConceptFrequency: Codable, Hashable, Sendable {
  /// The concept's id in the pool.
  public var id: Int
  /// Its name.
  public var name: String
  /// How often captions name it.
  public var occurrences: Int
  /// In how many images' captions it is named.
  public var images: Int
  /// Regions whose nearest concept it is.
  public var regions: Int
  /// Those of them at or above the threshold in force.
  public var kept: Int
  /// Mean cosine of those regions; absent without regions.
  @OrNull public var meanCosine: Double?
}

/// The frequency at one rank of a long tail.
public struct RankFrequency: Codable, Hashable, Sendable {
  /// Rank, 1 for the most frequent.
  public var rank: Int
  /// Frequency at that rank.
  public var frequency: Int
}
