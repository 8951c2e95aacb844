/// What the records of a shard are.
public enum ShardKind: String, CaseIterable, Sendable, Codable {
  /// `RegionRecord`s, made from images.
  case regions
  /// `LabelRecord`s, made from regions and a concept pool.
  case labels
}
