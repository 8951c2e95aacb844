internal import CKernels
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
  private let scale: [Float]
  private let offset: [Float]
  private let table: KernelTable

  /// Creates a resampler to `size` by `size` pixels.
  ///
  /// A byte `v` of channel `c` becomes `(v / 255 - mean[c]) / deviation[c]`.
  public init(
    size: Int, mode: CropMode, filter: ResampleFilter = .bicubic, mean: [Float],
    deviation: [Float], level: KernelLevel = .current
  ) {
    precondition(size > 0 && mean.count == 3 && deviation.count == 3)
    precondition(deviation.allSatisfy { $0 > 0 })
    self.size = size
    self.mode = mode
    self.filter = filter
    scale = deviation.map { Float(1 / (255 * Double($0))) }
    offset = zip(mean, deviation).map { Float(-Double($0) / Double($1)) }
    table = KernelTable(level)
  }

  /// Writes the crop into a row `[3, size, size]` of `pixels`.
  ///
  /// The box must lie inside the image; crop the image first with `PixelImage.cropped(to:)` to have
  /// black where a box hangs over.
  public func resample(
    _ image: PixelImage, box: PixelBox, into pixels: inout Matrix, row: Int
  ) {
    precondition(box.isInside(image) && pixels.columns == count && row < pixels.rows)
    let layout = mode.layout(width: box.width, height: box.height, size: size)
    let weight = ck_filter(UInt32(filter.rawValue))
    let x = Taps(
      box.width, layout.width, weight, from: layout.windowX, count: layout.windowWidth, repeats: 4)
    let y = Taps(
      box.height, layout.height, weight, from: layout.windowY, count: layout.windowHeight,
      repeats: 1)
    unsafe pixels.values.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      let to = unsafe start + row * count
      if mode == .pad {
        for c in 0..<3 {
          unsafe (to + c * size * size).update(repeating: offset[c], count: size * size)
        }
      }
      unsafe write(image, box, x, y, to + layout.y * size + layout.x)
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
  ///
  /// The values are those of the padded image, but the padding is never built: black adds nothing
  /// to a sum of weighted bytes, so the filter stops at the image's edges.
  public func resample(padded image: PixelImage) -> Matrix {
    let side = max(image.width, image.height)
    let weight = ck_filter(UInt32(filter.rawValue))
    let x = Taps(side, size, weight, from: 0, count: size, repeats: 4).clipped(to: image.width)
    let y = Taps(side, size, weight, from: 0, count: size, repeats: 1).clipped(to: image.height)
    var pixels = Matrix(rows: 1, columns: count)
    unsafe pixels.values.withUnsafeMutableBufferPointer { buffer in
      guard let to = buffer.baseAddress else { return }
      for c in 0..<3 {
        // What the vertical pass makes of a black byte, the sign of zero included.
        unsafe (to + c * size * size).update(repeating: 0 + offset[c], count: size * size)
      }
      unsafe write(image, PixelBox(image), x, y, to)
    }
    return pixels
  }

  @unsafe private func write(
    _ image: PixelImage, _ box: PixelBox, _ x: Taps, _ y: Taps, _ to: UnsafeMutablePointer<Float>
  ) {
    let entry = unsafe table.entry
    // Only the rows that some output row reads go through the horizontal pass.
    let first = Int(y.starts[0])
    let rows = y.end - first
    let stride = (x.outputs + 31) / 32 * 32
    let rowStarts = y.starts.map { $0 - y.starts[0] }
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 3 * rows * stride) { planes in
      unsafe withUnsafeTemporaryAllocation(
        of: UInt8.self, capacity: 4 * (box.width + Int(CK_LANES_MAX))
      ) { scratch in
        unsafe image.rgb.withUnsafeBufferPointer { rgb in
          guard let source = rgb.baseAddress, let planes = planes.baseAddress else { return }
          let corner = unsafe source + ((box.top + first) * image.width + box.left) * 3
          unsafe entry.resample_rows(
            corner, image.width * 3, rows, box.width, x.starts, x.counts, x.weights, x.taps,
            x.outputs, planes, stride, scratch.baseAddress)
          for c in 0..<3 {
            unsafe entry.resample_columns(
              planes + c * rows * stride, stride, rowStarts, y.counts, y.weights, y.taps,
              y.outputs, x.outputs, scale[c], offset[c], to + c * size * size, size)
          }
        }
      }
    }
  }
}

/// Fixed-point weights of one direction.
private struct Taps {
  let taps: Int
  private(set) var starts: [Int32]
  private(set) var counts: [Int32]
  let weights: [Int32]

  /// Output positions.
  var outputs: Int { starts.count }

  /// One past the last input position that is read.
  var end: Int { zip(starts, counts).map { Int($0 + $1) }.max() ?? 0 }

  init(_ input: Int, _ output: Int, _ filter: ck_filter, from: Int, count: Int, repeats: Int) {
    let taps = ck_resample_taps(input, output, filter)
    var starts = [Int32](repeating: 0, count: count)
    var counts = starts
    weights = unsafe [Int32](unsafeUninitializedCapacity: count * taps * repeats) {
      buffer, filled in
      unsafe ck_resample_weights(
        input, output, filter, from, count, taps, repeats, &starts, &counts, buffer.baseAddress)
      filled = count * taps * repeats
    }
    self.taps = taps
    self.starts = starts
    self.counts = counts
  }

  /// The same for an input of which only the first `length` positions exist and the others are
  /// black; output positions that read none of them are left out.
  ///
  /// Weights past the new counts stay: the horizontal pass may read on to the end of a vector, and
  /// finds zeros behind the row.
  func clipped(to length: Int) -> Taps {
    var result = self
    result.starts = Array(starts.prefix { Int($0) < length })
    result.counts = zip(result.starts, counts).map { min($1, Int32(length) - $0) }
    return result
  }
}
