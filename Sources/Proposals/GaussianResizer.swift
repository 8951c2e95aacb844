internal import Kernels
internal import Records

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// Resizes an image, padded to a square, as transformers' `Owlv2ImageProcessor` does.
///
/// Pixels of 0...1 are padded with 0 at the right and below; a reduction by `f` first blurs with a
/// Gaussian of deviation `(f - 1) / 2`, cut at three deviations and mirrored at the square's edges;
/// then the two nearest pixels along each direction are interpolated. All of it is linear, so both
/// steps are one pass of weighted pixels for each direction.
struct GaussianResizer: Sendable {
  let size: Int
  let mean: [Float]
  let deviation: [Float]

  /// `[1, 3 * size * size]`.
  func resize(_ image: PixelImage) -> Matrix {
    let side = max(image.width, image.height)
    let columns = taps(of: side, within: image.width)
    let rows = taps(of: side, within: image.height)
    var pixels = Matrix(rows: 1, columns: 3 * size * size)
    var narrow = [Float](repeating: 0, count: image.height * size)
    for c in 0..<3 {
      for y in 0..<image.height {
        let start = y * image.width
        for x in 0..<size {
          var sum: Float = 0
          for tap in columns[x] {
            sum += tap.weight * Float(image.rgb[(start + tap.place) * 3 + c])
          }
          narrow[y * size + x] = sum
        }
      }
      let (scale, offset) = (1 / (255 * deviation[c]), -mean[c] / deviation[c])
      var line = [Float](repeating: 0, count: size)
      for y in 0..<size {
        for x in 0..<size { line[x] = 0 }
        for tap in rows[y] {
          let start = tap.place * size
          for x in 0..<size { line[x] += tap.weight * narrow[start + x] }
        }
        let start = (c * size + y) * size
        for x in 0..<size { pixels.values[start + x] = line[x] * scale + offset }
      }
    }
    return pixels
  }

  private struct Tap {
    var place: Int
    var weight: Float
  }

  /// For each output position what it takes of the first `count` of `side` pixels; the others are 0.
  private func taps(of side: Int, within count: Int) -> [[Tap]] {
    let step = Double(side) / Double(size)
    let kernel = Self.kernel(deviation: max(0, (step - 1) / 2))
    let radius = kernel.count / 2
    return (0..<size).map { position in
      let centre = max(0, (Double(position) + 0.5) * step - 0.5)
      let first = min(Int(centre), side - 1)
      let share = centre - Double(first)
      var weights: [Int: Double] = [:]
      for (pixel, part) in [(first, 1 - share), (min(first + 1, side - 1), share)] where part > 0 {
        for (index, weight) in kernel.enumerated() {
          weights[Self.mirrored(pixel + index - radius, side), default: 0] += part * weight
        }
      }
      return weights.filter { $0.key < count }.sorted { $0.key < $1.key }
        .map { Tap(place: $0.key, weight: Float($0.value)) }
    }
  }

  /// Weights of a Gaussian up to three deviations, their sum 1; one weight for no blur.
  private static func kernel(deviation: Double) -> [Double] {
    guard deviation > 0 else { return [1] }
    let radius = Int((3 * deviation).rounded(.up))
    let weights = (-radius...radius).map { exp(-Double($0 * $0) / (2 * deviation * deviation)) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  /// The pixel that stands for `place` outside `0..<side`: mirrored, the edge not repeated.
  private static func mirrored(_ place: Int, _ side: Int) -> Int {
    guard side > 1 else { return 0 }
    let period = 2 * (side - 1)
    let inside = ((place % period) + period) % period
    return inside < side ? inside : period - inside
  }
}
