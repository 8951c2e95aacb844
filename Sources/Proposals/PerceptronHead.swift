internal import Kernels
internal import Transformer

/// The box and objectness heads of OWL detectors: three linear layers, GELU after the first two.
struct PerceptronHead: Sendable {
  private let dense0: PackedWeights
  private let dense1: PackedWeights
  private let dense2: PackedWeights

  init(_ name: String, width: Int, outputs: Int, from source: inout WeightSource) {
    dense0 = source.linear("\(name).dense0", outputs: width, inputs: width)
    dense1 = source.linear("\(name).dense1", outputs: width, inputs: width)
    dense2 = source.linear("\(name).dense2", outputs: outputs, inputs: width)
  }

  /// `[rows, outputs]` of features `[rows, width]`.
  func callAsFunction(_ features: Matrix) -> Matrix {
    dense2.product(
      dense1.product(dense0.product(features, activation: .gelu), activation: .gelu))
  }
}
