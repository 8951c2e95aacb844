public import Kernels
public import Records

/// Embeds regions of images in one of the published ways.
public struct RegionEncoder: Sendable {
  enum Method: Sendable {
    case crop(CropEncoder)
    case roiAlign(RoIAlignEncoder)
  }

  /// The teacher.
  public let model: CLIPModel
  /// How a region becomes what the teacher sees.
  public let mode: RegionMode
  /// Regions that go through the image tower together.
  public let batch: Int

  let method: Method

  /// Creates an encoder; `batch` is at least 1.
  ///
  /// Throws where the teacher does not allow the mode.
  public init(
    model: CLIPModel, mode: RegionMode, batch: Int = 32
  ) throws(RegionModeError) {
    precondition(batch > 0)
    self.model = model
    self.mode = mode
    self.batch = batch
    switch mode {
    case .crop(let settings): method = .crop(CropEncoder(model, settings: settings))
    case .roiAlign(let settings):
      method = .roiAlign(try RoIAlignEncoder(model, settings: settings, batch: batch))
    }
  }

  /// Why an image cannot be embedded at all, its whole included; `nil` where it can.
  public func rejection(of image: PixelImage) -> Rejection? {
    switch method {
    case .crop: nil
    case .roiAlign(let encoder): encoder.rejection(of: image)
    }
  }

  /// Why a box has no embedding; `nil` where it has.
  ///
  /// Boxes that are not finite, inverted, without area, outside the image, or too far over its
  /// border are not embedded. All others are, however small or elongated.
  public func rejection(of box: Box, in image: PixelImage) -> Rejection? {
    switch method {
    case .crop(let encoder): encoder.rejection(of: box, in: image)
    case .roiAlign: box.cropRejection(width: image.width, height: image.height)
    }
  }

  /// Un-normalised embeddings `[boxes + 1, embeddingSize]`; the last row is the whole image.
  ///
  /// Neither the image nor a box may have a rejection. With several scales a row is a mean of its
  /// crops' embeddings; the whole image has one crop. Batches are formed of this image alone;
  /// `RegionBatcher` fills them across images where that makes a difference.
  public func embed(image: PixelImage, boxes: [Box]) -> Matrix {
    var batcher = RegionBatcher<Int>(encoder: self)
    let results = batcher.add(image, boxes: boxes, tag: 0) + batcher.finish()
    guard let result = results.first else { preconditionFailure("one image in, one result out") }
    return result.embeddings
  }
}
