public import Kernels

/// The sizes of a transformer tower, complete.
public struct BlockSettings: Hashable, Sendable {
  /// Columns of a token.
  public var width: Int
  /// Columns inside the feed-forward part.
  public var hiddenWidth: Int
  /// Number of blocks.
  public var layers: Int
  /// Attention heads; a head is `width / heads` columns wide.
  public var heads: Int
  /// The function inside the feed-forward part.
  public var activation: Activation
  /// What layer norms add to the variance.
  public var epsilon: Float
  /// Whether a token sees only itself and earlier ones.
  public var isCausal: Bool
  /// With what the blocks' products with weights are computed.
  public var precision: Precision

  /// Creates settings; `width` must be divisible by `heads`.
  public init(
    width: Int, hiddenWidth: Int, layers: Int, heads: Int, activation: Activation, epsilon: Float,
    isCausal: Bool, precision: Precision = .f32
  ) {
    self.width = width
    self.hiddenWidth = hiddenWidth
    self.layers = layers
    self.heads = heads
    self.activation = activation
    self.epsilon = epsilon
    self.isCausal = isCausal
    self.precision = precision
  }
}
