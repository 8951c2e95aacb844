/// What `pseudobox bench store` found, as it is printed with `--json`.
public struct StoreFigures: Hashable, Sendable, Codable {
  /// Always `store`.
  public var benchmark = "store"
  /// What was written.
  public let shape: StoreBenchmark.Shape
  /// Where it lies.
  public let folder: String
  /// Bytes of all region shards.
  public var regionBytes = 0
  /// Bytes of all label shards.
  public var labelBytes = 0
  /// Stored size of the embeddings by their size as f16.
  public var embeddingRatio = 0.0
  /// Processor milliseconds of one thread to encode, write and publish an image's region record.
  public var writeMilliseconds = 0.0
  /// Processor milliseconds to read and check a region record, one after the other.
  public var readMilliseconds = 0.0
  /// The same without the conversion of embeddings.
  public var readBoxesMilliseconds = 0.0
  /// Processor milliseconds to read and check a label record.
  public var readLabelsMilliseconds = 0.0
  /// Building the index from the shards.
  public var indexBuild: Elapsed?
  /// Images of the built index per second of the clock.
  public var indexImagesPerSecond = 0.0
  /// Bytes of the index.
  public var indexBytes = 0
  /// Finding that an index is there and fits, as each later run does.
  public var indexCheck: Elapsed?
  /// Making an index of all units but the last cover the last too.
  public var indexExtension: Elapsed?
  /// Microseconds to find an image by its key.
  public var imageQuery: Spread?
  /// Microseconds to find the 20 regions nearest to a concept.
  public var conceptQuery: Spread?
  /// Largest resident size in bytes while shards were written and read.
  public var peakBytesBeforeIndex: Int?
  /// Largest resident size in bytes at the end.
  public var peakBytes: Int?
  /// Where it was measured.
  public let machine: Machine

  init(shape: StoreBenchmark.Shape, folder: String) {
    self.shape = shape
    self.folder = folder
    machine = .current
  }
}
