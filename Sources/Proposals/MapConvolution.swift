internal import Kernels

/// A convolution by the faster of two ways.
enum MapConvolution: Sendable {
  case direct(Convolution)
  case minimal(WinogradConvolution)

  /// Channels from which on minimal filtering gains more than its transforms cost.
  private static let channelsMin = 32

  /// Takes `weights` `[outputs, inputs * side * side]`, each row plane by plane, and
  /// `bias` `[outputs]`.
  init(_ weights: Matrix, bias: [Float], side: Int, stride: Int = 1) {
    let isWide = min(weights.rows, weights.columns / (side * side)) >= MapConvolution.channelsMin
    self =
      side == 3 && stride == 1 && isWide
      ? .minimal(WinogradConvolution(weights, bias: bias))
      : .direct(Convolution(weights, bias: bias, side: side, stride: stride))
  }

  func callAsFunction(_ input: FeatureMap, activation: Activation = .identity) -> FeatureMap {
    switch self {
    case .direct(let convolution): convolution(input, activation: activation)
    case .minimal(let convolution): convolution(input, activation: activation)
    }
  }

  /// `sum = activation(sum + convolution + bias)`; for kernels of one position.
  func add(_ input: FeatureMap, to sum: inout FeatureMap, activation: Activation) {
    guard case .direct(let convolution) = self else {
      preconditionFailure("kernels of one position are direct")
    }
    convolution.add(input, to: &sum, activation: activation)
  }
}
