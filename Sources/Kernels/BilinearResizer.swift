public import Records

/// Resizes an image in floating point between its two nearest pixels, without antialiasing.
///
/// torch's `interpolate(mode="bilinear", align_corners=False)`, which torchvision's detectors use:
/// pixel centres lie at halves, positions before the first centre take the first pixel. Reduced
/// images skip pixels; for an antialiased resize see `Resampler`.
public struct BilinearResizer: Sendable {
  private let scale: [Float]
  private let offset: [Float]

  /// Creates a resizer: a byte `v` of channel `c` becomes `(v - mean[c]) / deviation[c]`.
  public init(mean: [Float], deviation: [Float]) {
    precondition(mean.count == 3 && deviation.count == 3)
    precondition(deviation.allSatisfy { $0 > 0 })
    scale = deviation.map { Float(1 / Double($0)) }
    offset = zip(mean, deviation).map { Float(-Double($0) / Double($1)) }
  }

  /// The image as planes `[1, 3 * height * width]`.
  public func resize(_ image: PixelImage, width: Int, height: Int) -> Matrix {
    precondition(width > 0 && height > 0)
    let columns = Neighbours(image.width, width)
    let rows = Neighbours(image.height, height)
    return unsafe Matrix(rows: 1, columns: 3 * height * width) { output in
      unsafe image.rgb.withUnsafeBufferPointer { rgb in
        for y in 0..<height {
          let upper = rows.first[y] * image.width
          let lower = rows.second[y] * image.width
          let down = rows.weight[y]
          for x in 0..<width {
            let right = columns.weight[x]
            for c in 0..<3 {
              let a = unsafe Float(rgb[(upper + columns.first[x]) * 3 + c])
              let b = unsafe Float(rgb[(upper + columns.second[x]) * 3 + c])
              let d = unsafe Float(rgb[(lower + columns.first[x]) * 3 + c])
              let e = unsafe Float(rgb[(lower + columns.second[x]) * 3 + c])
              let above = (1 - right) * a + right * b
              let below = (1 - right) * d + right * e
              let value = (1 - down) * above + down * below
              unsafe output[(c * height + y) * width + x] = value * scale[c] + offset[c]
            }
          }
        }
      }
    }
  }
}

/// The two pixels of each output position along one direction.
private struct Neighbours {
  private(set) var first: [Int] = []
  private(set) var second: [Int] = []
  /// Share of the second one.
  private(set) var weight: [Float] = []

  init(_ input: Int, _ output: Int) {
    let step = Float(input) / Float(output)
    for position in 0..<output {
      let centre = max(0, (Float(position) + 0.5) * step - 0.5)
      let low = min(Int(centre), input - 1)
      first.append(low)
      second.append(min(low + 1, input - 1))
      weight.append(min(max(centre - Float(low), 0), 1))
    }
  }
}
