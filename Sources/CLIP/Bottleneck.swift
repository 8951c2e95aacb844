internal import Kernels
internal import Transformer

/// A residual block of CLIP's ResNet: 1 x 1, 3 x 3 and 1 x 1 convolutions beside a shortcut.
///
/// Its convolutions keep the size; where the block halves the map, means over 2 x 2 positions do it,
/// behind the second convolution and in front of the shortcut's.
struct Bottleneck: Sendable {
  /// Channels of the result for each channel inside.
  static let expansion = 4

  private let reduce: Convolution
  private let spatial: Convolution
  private let expand: Convolution
  private let shortcut: Convolution?
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

  func callAsFunction(_ input: FeatureMap) -> FeatureMap {
    var inner = spatial(reduce(input, activation: .relu), activation: .relu)
    var sum = input
    if halves {
      inner = inner.halved()
      sum = sum.halved()
    }
    if let shortcut { sum = shortcut(sum) }
    expand.add(inner, to: &sum, activation: .relu)
    return sum
  }
}
