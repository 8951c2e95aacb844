internal import Kernels

/// How fast a large matrix product runs on this machine: what a tower could reach at best.
struct Roofline {
  /// Rows of 32 images of ViT-B/32, and sides at which a product is no longer held up by its ends.
  static let shape = ProductShape(rows: 1600, depth: 3072, columns: 3072)

  private let lanes: Lanes
  private let own: PackedWeights
  private let plain: PackedWeights
  private let input: Matrix

  init(lanes: Lanes) {
    let shape = Self.shape
    var noise = NoiseStream("roofline", seed: 1)
    func matrix(_ rows: Int) -> Matrix {
      Matrix(
        rows: rows, columns: shape.depth,
        values: (0..<rows * shape.depth).map { _ in noise.next() })
    }
    self.lanes = lanes
    let weights = matrix(shape.columns)
    own = PackedWeights(weights)
    // The lowest level multiplies with OpenBLAS.
    plain = PackedWeights(weights, level: .baseline)
    input = matrix(shape.rows)
  }

  /// Operations per second, all lanes together, of the kernels in use.
  func ownRate() -> Double { rate(own) }

  /// The same of OpenBLAS, one thread to a lane.
  func plainRate() -> Double { rate(plain) }

  private func rate(_ weights: PackedWeights) -> Double {
    let (lanes, input) = (lanes, input)
    let elapsed = Elapsed.measuring {
      lanes.run { _ in
        var output = Matrix(rows: input.rows, columns: weights.outputs)
        weights.product(input, into: &output)
      }
    }
    return Double(lanes.count * Self.shape.operations) / elapsed.wall
  }
}
