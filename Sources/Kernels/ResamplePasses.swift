internal import CKernels
internal import Records

/// The two passes of a resize and the normalisation behind them.
struct ResamplePasses: Sendable {
  private let scale: [Float]
  private let offset: [Float]
  private let table: KernelTable

  /// A byte `v` of channel `c` becomes `(v / 255 - mean[c]) / deviation[c]`.
  init(mean: [Float], deviation: [Float], level: KernelLevel) {
    precondition(mean.count == 3 && deviation.count == 3 && deviation.allSatisfy { $0 > 0 })
    scale = deviation.map { Float(1 / (255 * Double($0))) }
    offset = zip(mean, deviation).map { Float(-Double($0) / Double($1)) }
    table = KernelTable(level)
  }

  /// What the vertical pass makes of a black byte, the sign of zero included.
  func black(_ channel: Int) -> Float { 0 + offset[channel] }

  /// Writes three planes, `plane` floats apart, with rows `stride` floats apart.
  ///
  /// `box` lies inside the image; `x` and `y` read its columns and rows.
  @unsafe func write(
    _ image: PixelImage, _ box: PixelBox, _ x: ResampleTaps, _ y: ResampleTaps,
    to output: UnsafeMutablePointer<Float>, stride: Int, plane: Int
  ) {
    let entry = unsafe table.entry
    // Only the rows that some output row reads go through the horizontal pass.
    let first = y.first
    let rows = max(1, y.end - first)
    let rowStride = (x.outputs + 31) / 32 * 32
    let rowStarts = zip(y.starts, y.counts).map { $1 > 0 ? $0 - Int32(first) : 0 }
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 3 * rows * rowStride) { planes in
      unsafe withUnsafeTemporaryAllocation(
        of: UInt8.self, capacity: 4 * (box.width + Int(CK_LANES_MAX))
      ) { scratch in
        unsafe image.rgb.withUnsafeBufferPointer { rgb in
          guard let source = rgb.baseAddress, let planes = planes.baseAddress else { return }
          let corner = unsafe source + ((box.top + first) * image.width + box.left) * 3
          unsafe entry.resample_rows(
            corner, image.width * 3, rows, box.width, x.starts, x.counts, x.weights, x.taps,
            x.outputs, planes, rowStride, scratch.baseAddress)
          for c in 0..<3 {
            unsafe entry.resample_columns(
              planes + c * rows * rowStride, rowStride, rowStarts, y.counts, y.weights, y.taps,
              y.outputs, x.outputs, scale[c], offset[c], output + c * plane, stride)
          }
        }
      }
    }
  }
}
