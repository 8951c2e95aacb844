public import Records

/// An image as the index has it.
public struct IndexedImage: Hashable, Sendable {
  /// Where a record of the image is.
  public struct Place: Hashable, Sendable {
    /// What the record is.
    public let kind: ShardKind
    /// File name of the shard.
    public let shard: String
    /// Index of the record in the shard.
    public let ordinal: Int
  }

  /// Number of the image in the index, ascending with the keys.
  public let number: Int
  /// The image's name.
  public let key: ImageKey
  /// The image's id.
  public let imageID: UInt64
  /// Width in pixels, 0 when rejected.
  public let width: Int
  /// Height in pixels, 0 when rejected.
  public let height: Int
  /// Why it has no regions; `nil` for a good image.
  public let rejection: Rejection.Reason?
  /// Number of its regions.
  public let regions: Int
  /// Where its records are.
  public let places: [Place]
}

/// A region that is near a concept, or was chosen as its box.
public struct IndexedRegion: Hashable, Sendable {
  /// The image's name.
  public let key: ImageKey
  /// Index of the region in the image's record.
  public let region: Int
  /// Cosine with the concept, or the score of the class box.
  public let score: Double
}

/// What the regions say of a concept.
public struct IndexedConcept: Hashable, Sendable {
  /// The concept's id in the pool.
  public let id: Int
  /// Its name.
  public let name: String
  /// Regions whose nearest concept it is.
  public let regions: Int
  /// Images with such a region.
  public let images: Int
  /// Mean cosine of those regions; `nil` without any.
  public let meanCosine: Double?
}

/// One shard.
public struct IndexedShard: Hashable, Sendable {
  /// What its records are.
  public let kind: ShardKind
  /// Its unit.
  public let unit: Int
  /// Size of the file in bytes.
  public let bytes: Int
  /// SHA-256 that ends its directory, 32 bytes.
  public let contentDigest: [UInt8]
  /// Number of its records.
  public let records: Int
  /// Number of regions in all records.
  public let regions: Int
  /// Number of rejected images.
  public let rejected: Int
}

/// One unit with its shards.
public struct IndexedUnit: Hashable, Sendable {
  /// An image without regions.
  public struct Rejected: Hashable, Sendable {
    /// The image's name.
    public let key: ImageKey
    /// The kind of reason.
    public let reason: String
    /// What was found.
    public let detail: String
  }

  /// The unit's number.
  public let unit: Int
  /// Number of its first image.
  public let firstImage: Int
  /// Number of its images.
  public let images: Int
  /// Its shards, regions first.
  public let shards: [IndexedShard]
  /// Its rejected images, in order of keys.
  public let rejected: [Rejected]
}
