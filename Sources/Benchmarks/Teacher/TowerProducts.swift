internal import Kernels

/// The matrix products of an image tower without anything between them.
///
/// Their time is the share of the tower's time that a faster product could save. A convolution is
/// taken as one dense product, without the gathering of its neighbourhoods.
struct TowerProducts {
  private struct Step {
    let weights: Linear
    let rows: Int
    let repeats: Int
  }

  private let steps: [Step]

  init(_ shapes: [ProductShape], precision: Precision) {
    // Equal shapes share weights: in a tower each has its own, which comes from memory all the same.
    var counts: [ProductShape: Int] = [:]
    for shape in shapes { counts[shape, default: 0] += 1 }
    steps = counts.sorted { $0.key.operations < $1.key.operations }.map { shape, count in
      var noise = NoiseStream("products", seed: UInt64(shape.operations))
      let values = (0..<shape.columns * shape.depth).map { _ in noise.next() }
      return Step(
        weights: Linear(
          Matrix(rows: shape.columns, columns: shape.depth, values: values),
          precision: precision),
        rows: shape.rows, repeats: count)
    }
  }

  /// Runs all products once on the calling thread; returns the seconds they took.
  func seconds() -> Double {
    steps.reduce(0) { total, step in
      let input = Matrix(rows: step.rows, columns: step.weights.inputs, repeating: 0.5)
      var output = Matrix(rows: step.rows, columns: step.weights.outputs)
      let elapsed = Elapsed.measuring {
        for _ in 0..<step.repeats { step.weights.product(input, into: &output) }
      }
      return total + elapsed.wall
    }
  }
}
