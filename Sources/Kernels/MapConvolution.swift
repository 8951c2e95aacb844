/// A convolution by the faster of two ways.
public enum MapConvolution: Sendable {
  /// One product of neighbourhoods with weights.
  case direct(Convolution)
  /// Minimal filtering.
  case minimal(WinogradConvolution)

  /// Channels from which on minimal filtering gains more than its transforms cost.
  private static let channelsMin = 32

  /// Takes `weights` `[outputs, inputs * side * side]`, each row plane by plane, and
  /// `bias` `[outputs]`.
  public init(_ weights: Matrix, bias: [Float], side: Int, stride: Int = 1) {
    let isWide = min(weights.rows, weights.columns / (side * side)) >= MapConvolution.channelsMin
    self =
      side == 3 && stride == 1 && isWide
      ? .minimal(WinogradConvolution(weights, bias: bias))
      : .direct(Convolution(weights, bias: bias, side: side, stride: stride))
  }

  /// `activation(convolution + bias)`.
  public func callAsFunction(
    _ input: FeatureMap, activation: Activation = .identity
  ) -> FeatureMap {
    var spare = SpareMaps()
    return self(input, activation: activation, spare: &spare)
  }

  /// `activation(convolution + bias)`, in memory of `spare` where it has some.
  public func callAsFunction(
    _ input: FeatureMap, activation: Activation = .identity, spare: inout SpareMaps
  ) -> FeatureMap {
    switch self {
    case .direct(let convolution): convolution(input, activation: activation, spare: &spare)
    case .minimal(let convolution): convolution(input, activation: activation, spare: &spare)
    }
  }

  /// `sum = activation(sum + convolution + bias)`; for kernels of one position.
  public func add(_ input: FeatureMap, to sum: inout FeatureMap, activation: Activation) {
    guard case .direct(let convolution) = self else {
      preconditionFailure("kernels of one position are direct")
    }
    convolution.add(input, to: &sum, activation: activation)
  }
}
