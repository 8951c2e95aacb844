internal import Kernels
internal import Transformer

/// A residual block of CLIP's ResNet: 1 x 1, 3 x 3 and 1 x 1 convolutions beside a shortcut.
///
/// Its convolutions keep the size; where the block halves the map, means over 2 x 2 positions do it,
/// behind the second convolution and in front of the shortcut's.
struct Bottleneck: Sendable {
  /// Channels of the result for each channel inside.
  static let expansion = 4

  private let reduce: MapConvolution
  private let spatial: MapConvolution
  private let expand: MapConvolution
  private let shortcut: MapConvolution?
  private let halves: Bool

  /// Loads `name.conv1`, `name.bn1` and so on; `planes` are the channels inside.
  init(
    _ name: String, inputs: Int, planes: Int, halves: Bool, from source: inout WeightSource
  ) {
    let outputs = planes * Bottleneck.expansion
    reduce = source.convolution(
      "\(name).conv1", norm: "\(name).bn1", outputs: planes, inputs: inputs, side: 1)
    spatial = source.convolution(
      "\(name).conv2", norm: "\(name).bn2", outputs: planes, inputs: planes, side: 3)
    expand = source.convolution(
      "\(name).conv3", norm: "\(name).bn3", outputs: outputs, inputs: planes, side: 1)
    shortcut =
      halves || inputs != outputs
      ? source.convolution(
        "\(name).downsample.0", norm: "\(name).downsample.1", outputs: outputs, inputs: inputs,
        side: 1) : nil
    self.halves = halves
  }

  /// Replaces the maps by the block's output.
  func callAsFunction(_ maps: inout FeatureMap, spare: inout SpareMaps) {
    let reduced = reduce(maps, activation: .relu, spare: &spare)
    var inner = spatial(reduced, activation: .relu, spare: &spare)
    spare.keep(reduced)
    if halves {
      inner.replace(by: inner.halved(spare: &spare), spare: &spare)
      maps.replace(by: maps.halved(spare: &spare), spare: &spare)
    }
    if let shortcut { maps.replace(by: shortcut(maps, spare: &spare), spare: &spare) }
    expand.add(inner, to: &maps, activation: .relu)
    spare.keep(inner)
  }
}
