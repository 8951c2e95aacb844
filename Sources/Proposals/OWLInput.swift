internal import Kernels
internal import Records

/// An image as an OWL detector sees it, and its boxes back in the image's pixels.
///
/// - OWL-ViT: squashed to the square with Pillow's antialiased filter, the one that
///   `preprocessor_config.json` names (bicubic); the bytes of transformers' Pillow processor. Its
///   torchvision processor resizes with torch's antialiased filter, which differs by a level or two.
/// - OWLv2: padded with black at the right and below to a square, as transformers does since its pull
///   request 41938 (0 before normalisation; grey, 0.5, before that and in scenic). Where
///   `preprocessor_config.json` names bilinear, as all published folders do, `GaussianResizer` follows
///   transformers' torchvision processor, the default; its Pillow processor cuts the Gaussian at four
///   deviations. A folder that names bicubic, or nothing, is resized with Pillow's antialiased
///   bicubic filter, for which the bundled model was trained.
struct OWLInput: Sendable {
  private enum Resize {
    case squashed(Resampler)
    case padded(Resampler)
    case blurred(GaussianResizer)
  }

  private let resize: Resize

  init(_ model: OWLModel) {
    let (mean, deviation) = (model.pixelMean, model.pixelDeviation)
    let resampler = Resampler(
      size: model.imageSize, mode: .squash, filter: model.filter, mean: mean, deviation: deviation)
    switch (model.kind, model.filter) {
    case (.owlViT, _): resize = .squashed(resampler)
    case (.owlV2, .bicubic): resize = .padded(resampler)
    case (.owlV2, .bilinear):
      resize = .blurred(
        GaussianResizer(size: model.imageSize, mean: mean, deviation: deviation))
    }
  }

  /// `[1, 3 * imageSize * imageSize]`.
  func pixels(_ image: PixelImage) -> Matrix {
    switch resize {
    case .squashed(let resampler): resampler.resample(image, box: PixelBox(image))
    case .padded(let resampler): resampler.resample(padded: image)
    case .blurred(let resizer): resizer.resize(image)
    }
  }

  /// Corners of a box `centre x, centre y, width, height` in 0...1 of what the detector saw.
  func box(_ edges: ArraySlice<Float>, in image: PixelImage) -> Box {
    var (across, down) = (Float(image.width), Float(image.height))
    switch resize {
    case .squashed: break
    case .padded, .blurred:
      across = max(across, down)
      down = across
    }
    let first = edges.startIndex
    let (x, y) = (edges[first] * across, edges[first + 1] * down)
    let (width, height) = (edges[first + 2] * across, edges[first + 3] * down)
    return Box(x1: x - width / 2, y1: y - height / 2, x2: x + width / 2, y2: y + height / 2)
  }
}
