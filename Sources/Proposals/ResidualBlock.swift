internal import Kernels
internal import Transformer

/// A bottleneck block of a ResNet: 1 x 1, 3 x 3 and 1 x 1 convolutions beside a shortcut
/// (https://arxiv.org/abs/1512.03385, figure 5).
struct ResidualBlock: Sendable {
  /// Channels of the result for each channel inside.
  static let expansion = 4

  private let reduce: MapConvolution
  private let spatial: MapConvolution
  private let expand: MapConvolution
  private let shortcut: MapConvolution?

  /// Loads `name.conv1`, `name.norm1` and so on; `planes` are the channels inside.
  init(
    _ name: String, inputs: Int, planes: Int, stride: Int, trunk: RPNConfiguration.Trunk,
    from source: inout WeightSource
  ) {
    let outputs = planes * ResidualBlock.expansion
    let epsilon = trunk.norm_epsilon
    let reduces = trunk.stride_in == RPNConfiguration.Trunk.StrideIn.reduce.rawValue
    reduce = source.convolution(
      "\(name).conv1", norm: "\(name).norm1", epsilon: epsilon, outputs: planes, inputs: inputs,
      side: 1, stride: reduces ? stride : 1)
    spatial = source.convolution(
      "\(name).conv2", norm: "\(name).norm2", epsilon: epsilon, outputs: planes, inputs: planes,
      side: 3, stride: reduces ? 1 : stride)
    expand = source.convolution(
      "\(name).conv3", norm: "\(name).norm3", epsilon: epsilon, outputs: outputs, inputs: planes,
      side: 1)
    shortcut =
      stride > 1 || inputs != outputs
      ? source.convolution(
        "\(name).shortcut", norm: "\(name).shortcut_norm", epsilon: epsilon, outputs: outputs,
        inputs: inputs, side: 1, stride: stride) : nil
  }

  /// Replaces the maps by the block's output; the memory of maps inside is left to `spare`.
  func callAsFunction(_ maps: inout FeatureMap, spare: inout SpareMaps) {
    let reduced = reduce(maps, activation: .relu, spare: &spare)
    let inner = spatial(reduced, activation: .relu, spare: &spare)
    spare.keep(reduced)
    // The maps before a shortcut may be the result of a stage, which the pyramid still needs.
    if let shortcut { maps = shortcut(maps, spare: &spare) }
    expand.add(inner, to: &maps, activation: .relu)
    spare.keep(inner)
  }
}
