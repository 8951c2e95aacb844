internal import Kernels
internal import Records

/// Embeds regions out of one pass over the whole image: RegionCLIP's way.
///
/// The image is resized, goes through the trunk once at its own shape, regions are cut out of the
/// map of stride 16 and go through the last stage and the attention pool. Memory: the trunk's maps
/// grow with the area of the resized image, the last stage's with `batch`.
struct RoIAlignEncoder: Sendable {
  private let tower: ModifiedResNet
  private let settings: RoIAlignSettings
  private let resizer: ImageResizer
  private let align: RoIAlign
  private let batch: Int

  init(_ model: CLIPModel, settings: RoIAlignSettings, batch: Int) throws(RegionModeError) {
    try model.check(.roiAlign(settings))
    guard case .residual(let tower) = model.imageTower else {
      preconditionFailure("a mode that was checked")
    }
    self.tower = tower
    self.settings = settings
    self.batch = batch
    resizer = ImageResizer(
      filter: settings.filter, mean: model.pixelMean, deviation: model.pixelDeviation)
    // The last stage halves the map, and the attention pool takes what the whole tower gives.
    align = RoIAlign(
      size: model.imageSize / ModifiedResNet.trunkReduction,
      scale: 1 / Float(ModifiedResNet.trunkReduction))
  }

  /// Why the trunk has no map of an image; `nil` where it has.
  func rejection(of image: PixelImage) -> Rejection? {
    let size = settings.resized(width: image.width, height: image.height)
    guard min(size.width, size.height) < ModifiedResNet.trunkSideMin else { return nil }
    return Rejection(
      .imageTooSmall,
      "\(image.width) x \(image.height) pixels become \(size.width) x \(size.height): roi_align "
        + "needs \(ModifiedResNet.trunkSideMin) a side after the resize")
  }

  /// Un-normalised embeddings `[boxes + 1, embeddingSize]`; the last row is the whole image.
  func embed(_ image: PixelImage, _ boxes: [Box]) -> Matrix {
    let size = settings.resized(width: image.width, height: image.height)
    let pixels = resizer.resize(image, width: size.width, height: size.height)
    var spare = SpareMaps()
    let map = tower.trunk(
      FeatureMap(planar: pixels, channels: 3, height: size.height, width: size.width),
      spare: &spare)
    // The last stage's maps have other sizes.
    spare = SpareMaps()
    let scaled =
      boxes.map { box in
        box.clipped(width: image.width, height: image.height).scaled(
          x: Double(size.width) / Double(image.width),
          y: Double(size.height) / Double(image.height))
      } + [Box(x1: 0, y1: 0, x2: Float(size.width), y2: Float(size.height))]
    var embeddings: [Float] = []
    for first in stride(from: 0, to: scaled.count, by: batch) {
      let some = Array(scaled[first..<min(first + batch, scaled.count)])
      embeddings += tower.head(align(map, boxes: some), spare: &spare).values
    }
    return Matrix(
      rows: scaled.count, columns: embeddings.count / scaled.count, values: embeddings)
  }
}

extension Box {
  fileprivate func scaled(x: Double, y: Double) -> Box {
    Box(
      x1: Float(Double(x1) * x), y1: Float(Double(y1) * y), x2: Float(Double(x2) * x),
      y2: Float(Double(y2) * y))
  }
}
