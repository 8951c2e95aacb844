/// What the regions pass knows of one image: proposals and their teacher embeddings.
///
/// Order of regions: score descending, then `x1, y1, x2, y2` ascending. An image that could not be
/// read is a record too: `rejection` says why, and it has no regions.
public struct RegionRecord: Hashable, Sendable {
  /// The image's number: COCO's `id` where there is one, else its ordinal in the plan.
  public var imageID: UInt64
  /// The image's name in the data set.
  public var key: ImageKey
  /// Width of the decoded image in pixels, 0 when rejected.
  public var width: Int
  /// Height of the decoded image in pixels, 0 when rejected.
  public var height: Int
  /// SHA-256 of the encoded file, 32 bytes; empty when the file could not be read.
  public var digest: [UInt8]
  /// Why the image has no regions; `nil` for a good image.
  public var rejection: Rejection?
  /// Boxes of the regions in original pixels, clipped, `[regions]`.
  public var boxes: [Box]
  /// Proposal scores in 0...1, `[regions]`.
  public var scores: [Float]
  /// Raw proposal logits before the sigmoid (the score itself for sources without one), `[regions]`.
  public var logits: [Float]
  /// Which entry of the configured proposal sources made the region, `[regions]`.
  public var sources: [UInt8]
  /// Which query of its source gave the region, `noQuery` for none, `[regions]`; empty where no
  /// region comes from a query.
  public var queries: [UInt32] = []
  /// What scores regions for other texts; `nil` where no region has it.
  public var classSides: RegionClassSides?
  /// Width of one embedding.
  public var embeddingSize: Int
  /// Un-normalised teacher embeddings, `[regions + 1, embeddingSize]`.
  ///
  /// The last row is the whole image. Empty when rejected.
  public var embeddings: [Float16]

  /// Perceptual hash of the decoded image, for finding near duplicates; `nil` where it is not stored.
  public var differenceHash: UInt64?

  /// Stands in `queries` for a region that is class-agnostic.
  public static let noQuery = UInt32.max

  /// Creates a record of a good image.
  public init(
    imageID: UInt64, key: ImageKey, width: Int, height: Int, digest: [UInt8],
    boxes: [Box], scores: [Float], logits: [Float], sources: [UInt8],
    embeddingSize: Int, embeddings: [Float16], rejection: Rejection? = nil
  ) {
    self.imageID = imageID
    self.key = key
    self.width = width
    self.height = height
    self.digest = digest
    self.rejection = rejection
    self.boxes = boxes
    self.scores = scores
    self.logits = logits
    self.sources = sources
    self.embeddingSize = embeddingSize
    self.embeddings = embeddings
  }

  /// Creates the record of an image that could not be used.
  public init(imageID: UInt64, key: ImageKey, digest: [UInt8], rejection: Rejection) {
    self.init(
      imageID: imageID, key: key, width: 0, height: 0, digest: digest, boxes: [], scores: [],
      logits: [], sources: [], embeddingSize: 0, embeddings: [], rejection: rejection)
  }
}
