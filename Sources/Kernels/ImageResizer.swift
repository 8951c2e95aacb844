public import Records

/// Resizes a whole image to any width and height and normalises it, with Pillow's bytes.
///
/// The resize is the one that `Resampler` describes.
public struct ImageResizer: Sendable {
  private let filter: ResampleFilter
  private let passes: ResamplePasses

  /// Creates a resizer.
  ///
  /// A byte `v` of channel `c` becomes `(v / 255 - mean[c]) / deviation[c]`.
  public init(
    filter: ResampleFilter, mean: [Float], deviation: [Float], level: KernelLevel = .current
  ) {
    self.filter = filter
    passes = ResamplePasses(mean: mean, deviation: deviation, level: level)
  }

  /// The image as planes, `[1, 3 * height * width]`.
  public func resize(_ image: PixelImage, width: Int, height: Int) -> Matrix {
    precondition(width > 0 && height > 0)
    let x = ResampleTaps(image.width, width, filter, from: 0, count: width, repeats: 4)
    let y = ResampleTaps(image.height, height, filter, from: 0, count: height, repeats: 1)
    return unsafe Matrix(rows: 1, columns: 3 * height * width) { output in
      unsafe passes.write(
        image, PixelBox(image), x, y, to: output, stride: width, plane: height * width)
    }
  }
}
