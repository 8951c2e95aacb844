internal import Kernels
internal import Records

/// An image as an OWL detector sees it, and its boxes back in the image's pixels.
///
/// - OWL-ViT: squashed to the square with Pillow's antialiased filter, the one that
///   `preprocessor_config.json` names (bicubic); the bytes of transformers' Pillow processor. Its
///   torchvision processor resizes with torch's antialiased filter, which differs by a level or two.
/// - OWLv2: padded with black at the right and below to a square, as transformers does since its pull
///   request 41938 (0 before normalisation; grey, 0.5, before that and in scenic), then resized with
///   Pillow's antialiased bicubic filter. transformers resizes with a Gaussian and bilinear
///   interpolation instead (the `resample` of its configuration is not read), so boxes of the two
///   differ slightly.
struct OWLInput: Sendable {
  private let kind: OWLKind
  private let resampler: Resampler

  init(_ model: OWLModel) {
    kind = model.kind
    resampler = Resampler(
      size: model.imageSize, mode: .squash,
      filter: model.kind == .owlViT ? model.filter : .bicubic, mean: model.pixelMean,
      deviation: model.pixelDeviation)
  }

  /// `[1, 3 * imageSize * imageSize]`.
  func pixels(_ image: PixelImage) -> Matrix {
    switch kind {
    case .owlViT: resampler.resample(image, box: PixelBox(image))
    case .owlV2: resampler.resample(padded: image)
    }
  }

  /// Corners of a box `centre x, centre y, width, height` in 0...1 of what the detector saw.
  func box(_ edges: ArraySlice<Float>, in image: PixelImage) -> Box {
    var (across, down) = (Float(image.width), Float(image.height))
    if kind == .owlV2 {
      across = max(across, down)
      down = across
    }
    let first = edges.startIndex
    let (x, y) = (edges[first] * across, edges[first + 1] * down)
    let (width, height) = (edges[first + 2] * across, edges[first + 3] * down)
    return Box(x1: x - width / 2, y1: y - height / 2, x2: x + width / 2, y2: y + height / 2)
  }
}
