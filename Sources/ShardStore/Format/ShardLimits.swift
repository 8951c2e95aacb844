/// The largest values that the format takes; readers check them before they allocate.
public enum ShardLimits {
  /// Number of the last unit.
  public static let unitMax = 99_999_999
  /// Records in one shard.
  public static let recordsMax = 65_536
  /// Regions of one image.
  public static let regionsMax = 4_096
  /// Concepts kept for one region.
  public static let conceptsPerRegionMax = 1_024
  /// Magnitude of a cosine, with room for the rounding of 16-bit embeddings.
  public static let cosineMax: Float = 1.01
  /// Width of an embedding.
  public static let embeddingSizeMax = 4_096
  /// Image labels, or class boxes, of one image.
  public static let labelsMax = 65_536
  /// Bytes of an image key.
  public static let keyBytesMax = 1_024
  /// Bytes of a rejection's text; longer ones are cut at a character when written.
  public static let detailBytesMax = 1_024
  /// Side of an image in pixels.
  public static let sideMax = Int(Int32.max)
  /// Bytes of a record before compression.
  public static let payloadBytesMax = 64 << 20
  /// Bytes of the header's JSON.
  public static let headerBytesMax = 64 << 10
  /// Columns of a record, known and unknown.
  public static let columnsMax = 64
}
