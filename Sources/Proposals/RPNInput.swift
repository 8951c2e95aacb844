internal import Kernels
internal import Records

/// From an image to what the network sees of it, and back from its boxes.
struct RPNInput: Sendable {
  /// Pixels of the resized image.
  struct Size: Hashable, Sendable {
    var width: Int
    var height: Int
  }

  private enum Resizer: Sendable {
    case plain(BilinearResizer)
    case antialiased(ImageResizer)
  }

  private let kind: RPNConfiguration.Kind
  private let settings: RPNConfiguration.Resize
  private let isReversed: Bool
  private let resizer: Resizer

  init(_ configuration: RPNConfiguration) {
    kind = configuration.arithmetic
    settings = configuration.resize
    let pixels = configuration.pixels
    isReversed = pixels.order == RPNConfiguration.Pixels.Order.bgr.rawValue
    // Resizers take means in the order of the image's bytes.
    let mean = isReversed ? pixels.mean.reversed() : pixels.mean
    let deviation = isReversed ? pixels.deviation.reversed() : pixels.deviation
    switch kind {
    case .torchvision: resizer = .plain(BilinearResizer(mean: mean, deviation: deviation))
    case .detectron2:
      resizer = .antialiased(
        ImageResizer(
          filter: .bilinear, mean: mean.map { $0 / 255 }, deviation: deviation.map { $0 / 255 }))
    }
  }

  /// The size to which an image is resized: its shorter side as long as asked for, unless the
  /// longer one would be too long.
  ///
  /// torchvision cuts the sides to whole numbers, detectron2 rounds them. A side is at least one
  /// pixel, so that very thin images pass, and at most as long as the setting, so that memory is
  /// bounded.
  func size(of image: PixelImage) -> Size {
    let (width, height) = (Double(image.width), Double(image.height))
    let (shortest, longest) = (Double(settings.shortest), Double(settings.longest))
    var sides: (Double, Double)
    switch kind {
    case .torchvision:
      let scale = min(shortest / min(width, height), longest / max(width, height))
      sides = (width * scale, height * scale)
    case .detectron2:
      let scale = shortest / min(width, height)
      sides = height < width ? (scale * width, shortest) : (shortest, scale * height)
      if max(sides.0, sides.1) > longest {
        let scale = longest / max(sides.0, sides.1)
        sides = (sides.0 * scale, sides.1 * scale)
      }
      sides = (sides.0 + 0.5, sides.1 + 0.5)
    }
    return Size(width: max(1, Int(sides.0)), height: max(1, Int(sides.1)))
  }

  /// The network's input: resized, normalised, filled up with zeros.
  func map(of image: PixelImage, size: Size) -> FeatureMap {
    let planes =
      switch resizer {
      case .plain(let resizer): resizer.resize(image, width: size.width, height: size.height)
      case .antialiased(let resizer): resizer.resize(image, width: size.width, height: size.height)
      }
    let multiple = settings.multiple
    return FeatureMap(
      planes: planes, rows: size.height, columns: size.width, reversed: isReversed,
      height: (size.height + multiple - 1) / multiple * multiple,
      width: (size.width + multiple - 1) / multiple * multiple)
  }

  /// A box of the resized image in pixels of the original one; `nil` where detectron2 drops it,
  /// being empty after clipping.
  func original(_ box: Box, size: Size, image: PixelImage) -> Box? {
    let right = Float(Double(image.width) / Double(size.width))
    let down = Float(Double(image.height) / Double(size.height))
    let scaled = Box(x1: box.x1 * right, y1: box.y1 * down, x2: box.x2 * right, y2: box.y2 * down)
    switch kind {
    case .torchvision: return scaled
    case .detectron2:
      let clipped = scaled.clipped(width: image.width, height: image.height)
      return clipped.width > 0 && clipped.height > 0 ? clipped : nil
    }
  }
}
