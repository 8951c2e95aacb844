public import Kernels
public import Records

/// Fills the image tower's batches with crops of several images, and hands results out in order.
///
/// A product of a few rows is slow, and most images have fewer crops than a batch. With RoIAlign
/// one image is work enough and its result comes at once. Results depend
/// on nothing but the sequence of images given and the encoder's batch size. One batcher belongs to
/// one worker.
public struct RegionBatcher<Tag: Sendable>: Sendable {
  /// One image's embeddings.
  public struct Result: Sendable {
    /// What was given with the image.
    public var tag: Tag
    /// Un-normalised, `[boxes + 1, embeddingSize]`; the last row is the whole image.
    public var embeddings: Matrix
  }

  private struct Pending {
    var tag: Tag
    var boxes: Int
    /// Crops that have their embedding.
    var done = 0
    /// `[boxes * scales + 1, embeddingSize]`, filled from the front.
    var crops: Matrix
  }

  private let encoder: RegionEncoder
  private var pixels: Matrix
  private var filled = 0
  private var pending: [Pending] = []

  /// Creates a batcher without images.
  public init(encoder: RegionEncoder) {
    self.encoder = encoder
    switch encoder.method {
    case .crop(let crop): pixels = Matrix(rows: encoder.batch, columns: crop.resampler.count)
    case .roiAlign: pixels = Matrix(rows: 0, columns: 0)
    }
  }

  /// Takes an image's regions and returns the results that were completed by them.
  ///
  /// The image is not kept. Neither it nor a box may have a rejection.
  public mutating func add(_ image: PixelImage, boxes: [Box], tag: Tag) -> [Result] {
    switch encoder.method {
    case .crop(let crop):
      let crops = crop.crops(image, boxes)
      pending.append(
        Pending(
          tag: tag, boxes: boxes.count,
          crops: Matrix(rows: crops.count, columns: encoder.model.embeddingSize)))
      for box in crops {
        crop.resampler.resample(image, box: box, into: &pixels, row: filled)
        filled += 1
        if filled == encoder.batch { encodeFilled() }
      }
      return completed(crop)
    case .roiAlign(let align):
      return [Result(tag: tag, embeddings: align.embed(image, boxes))]
    }
  }

  /// Encodes what is left, in a smaller batch, and returns the remaining results.
  public mutating func finish() -> [Result] {
    guard case .crop(let crop) = encoder.method else { return [] }
    if filled > 0 { encodeFilled() }
    return completed(crop)
  }

  private mutating func encodeFilled() {
    let full = filled == pixels.rows
    let embeddings = encoder.model.encodeImages(full ? pixels : pixels.rows(0..<filled))
    filled = 0
    var row = 0
    for index in pending.indices {
      while row < embeddings.rows, pending[index].done < pending[index].crops.rows {
        pending[index].crops.setRow(pending[index].done, to: embeddings.row(row))
        pending[index].done += 1
        row += 1
      }
    }
  }

  private mutating func completed(_ crop: CropEncoder) -> [Result] {
    let count = pending.prefix { $0.done == $0.crops.rows }.count
    let results = pending.prefix(count).map { image in
      Result(tag: image.tag, embeddings: crop.averaged(image.crops, boxes: image.boxes))
    }
    pending.removeFirst(count)
    return results
  }
}
