public import Records

/// The interpolation of a resize.
public enum ResampleFilter: Int, Sendable {
  /// The triangle, antialiased.
  case bilinear = 0
  /// Keys' cubic with a = -0.5, antialiased.
  case bicubic = 1
}

/// Crops, resizes and normalises pixels in one pass, with Pillow's bytes.
///
/// The resize is Pillow's: support scaled by the reduction, weights of 22 bits, rounding to 8 bits
/// after the horizontal and after the vertical pass, in this order. Pixels are identical to
/// `image.crop(box).resize(size, filter)` of Pillow up to 12 before they are normalised; Pillow 13
/// takes the vertical pass first for some tall pictures, which moves bytes by a few levels at sharp
/// edges.
public struct Resampler: Sendable {
  /// Side of the square.
  public let size: Int
  /// How a crop becomes a square.
  public let mode: CropMode
  /// Floats of one crop, `3 * size * size`.
  public var count: Int { 3 * size * size }

  private let filter: ResampleFilter
  private let passes: ResamplePasses

  /// Creates a resampler to `size` by `size` pixels.
  ///
  /// A byte `v` of channel `c` becomes `(v / 255 - mean[c]) / deviation[c]`.
  public init(
    size: Int, mode: CropMode, filter: ResampleFilter = .bicubic, mean: [Float],
    deviation: [Float], level: KernelLevel = .current
  ) {
    precondition(size > 0)
    self.size = size
    self.mode = mode
    self.filter = filter
    passes = ResamplePasses(mean: mean, deviation: deviation, level: level)
  }

  /// Writes the crop into a row `[3, size, size]` of `pixels`.
  ///
  /// What of the box hangs over the image is black, as in Pillow's `crop`; it is never built,
  /// because black adds nothing to a sum of weighted bytes. Some of the box must be inside.
  public func resample(
    _ image: PixelImage, box: PixelBox, into pixels: inout Matrix, row: Int
  ) {
    guard let inside = box.intersection(with: PixelBox(image)) else {
      preconditionFailure("a box outside the image")
    }
    precondition(pixels.columns == count && row < pixels.rows)
    let layout = mode.layout(width: box.width, height: box.height, size: size)
    var x = ResampleTaps(
      box.width, layout.width, filter, from: layout.windowX, count: layout.windowWidth, repeats: 4)
    var y = ResampleTaps(
      box.height, layout.height, filter, from: layout.windowY, count: layout.windowHeight,
      repeats: 1)
    if inside.width < box.width {
      let left = inside.left - box.left
      x = x.limited(to: left..<left + inside.width)
    }
    if inside.height < box.height {
      let top = inside.top - box.top
      y = y.limited(to: top..<top + inside.height)
    }
    let plane = size * size
    unsafe pixels.values.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      let to = unsafe start + row * count
      if mode == .pad {
        for c in 0..<3 {
          unsafe (to + c * plane).update(repeating: passes.black(c), count: plane)
        }
      }
      unsafe passes.write(
        image, inside, x, y, to: to + layout.y * size + layout.x, stride: size, plane: plane)
    }
  }

  /// The crop as a matrix `[1, 3 * size * size]`.
  public func resample(_ image: PixelImage, box: PixelBox) -> Matrix {
    var pixels = Matrix(rows: 1, columns: count)
    resample(image, box: box, into: &pixels, row: 0)
    return pixels
  }

  /// The image with black at the right and below that makes it a square, as a matrix
  /// `[1, 3 * size * size]`; every mode gives the same.
  public func resample(padded image: PixelImage) -> Matrix {
    let side = max(image.width, image.height)
    return Resampler(self, mode: .squash).resample(
      image, box: PixelBox(left: 0, top: 0, width: side, height: side))
  }

  private init(_ other: Resampler, mode: CropMode) {
    size = other.size
    filter = other.filter
    passes = other.passes
    self.mode = mode
  }
}
