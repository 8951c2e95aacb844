public import Kernels
public import Records

/// Embeds regions of images as crops: RKD's way, and that of ViL-D and VL-PLM with two scales.
public struct RegionEncoder: Sendable {
  /// The teacher.
  public let model: CLIPModel
  /// How a crop becomes a square.
  public let mode: CropMode
  /// Crops that go through the image tower together.
  public let batch: Int
  /// Sizes of the crops around a box, 1 for the box itself; embeddings are averaged.
  public let scales: [Float]

  let resampler: Resampler

  /// Creates an encoder; `batch` is at least 1, scales are positive and finite.
  public init(model: CLIPModel, mode: CropMode, batch: Int = 32, scales: [Float] = [1]) {
    precondition(batch > 0 && !scales.isEmpty && scales.allSatisfy { $0 > 0 && $0.isFinite })
    self.model = model
    self.mode = mode
    self.batch = batch
    self.scales = scales
    resampler = Resampler(
      size: model.imageSize, mode: mode, filter: model.pixelFilter, mean: model.pixelMean,
      deviation: model.pixelDeviation)
  }

  /// Un-normalised embeddings `[boxes + 1, embeddingSize]`; the last row is the whole image.
  ///
  /// Boxes are clipped to the image and rounded as `PixelBox(rounding:in:)` says. With several
  /// scales a row is the mean of the crops' un-normalised embeddings; the whole image has one crop.
  /// Batches are formed of this image alone; `RegionBatcher` fills them across images.
  public func embed(image: PixelImage, boxes: [Box]) -> Matrix {
    var batcher = RegionBatcher<Int>(encoder: self)
    let results = batcher.add(image, boxes: boxes, tag: 0) + batcher.finish()
    guard let result = results.first else { preconditionFailure("one image in, one result out") }
    return result.embeddings
  }

  /// The crops of an image: for each box one of each scale, then the whole image.
  func crops(_ image: PixelImage, _ boxes: [Box]) -> [PixelBox] {
    var crops: [PixelBox] = []
    crops.reserveCapacity(boxes.count * scales.count + 1)
    for box in boxes {
      for scale in scales {
        crops.append(PixelBox(rounding: box.scaled(by: scale), in: image))
      }
    }
    crops.append(PixelBox(image))
    return crops
  }
}

extension Box {
  /// The box grown or shrunk about its centre.
  fileprivate func scaled(by scale: Float) -> Box {
    guard scale != 1 else { return self }
    let dx = width * (scale - 1) / 2
    let dy = height * (scale - 1) / 2
    return Box(x1: x1 - dx, y1: y1 - dy, x2: x2 + dx, y2: y2 + dy)
  }
}
