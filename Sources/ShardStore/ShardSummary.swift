public import Codecs
public import Records

/// What a finished shard holds.
public struct ShardSummary: Hashable, Sendable {
  /// Path of the shard.
  public let path: String
  /// Size of the file in bytes.
  public let bytes: Int
  /// Number of records, rejected ones included.
  public let records: Int
  /// Number of regions in all records.
  public let regions: Int
  /// How many images were rejected, by reason.
  public let rejections: [Rejection.Reason: Int]
  /// SHA-256 of the file.
  public let digest: SHA256Digest
  /// Whether this writer's file got the name, or equal bytes already had it.
  public let outcome: DurableFile.Outcome
}
