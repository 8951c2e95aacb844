internal import Kernels
internal import Transformer

/// A ResNet without its classifier.
struct RPNTrunk: Sendable {
  /// Channels of each stage's result.
  let channels: [Int]

  private let stem: MapConvolution
  private let stages: [[ResidualBlock]]

  init(_ settings: RPNConfiguration.Trunk, from source: inout WeightSource) {
    stem = source.convolution(
      "stem.conv", norm: "stem.norm", epsilon: settings.norm_epsilon, outputs: settings.stem,
      inputs: 3, side: 7, stride: 2)
    var inputs = settings.stem
    var stages: [[ResidualBlock]] = []
    for (stage, planes) in settings.planes.enumerated() {
      var blocks: [ResidualBlock] = []
      for block in 0..<settings.blocks[stage] {
        blocks.append(
          ResidualBlock(
            "stages.\(stage).\(block)", inputs: inputs, planes: planes,
            stride: stage > 0 && block == 0 ? 2 : 1, trunk: settings, from: &source))
        inputs = planes * ResidualBlock.expansion
      }
      stages.append(blocks)
    }
    self.stages = stages
    channels = settings.planes.map { $0 * ResidualBlock.expansion }
  }

  /// The result of each stage, the finest first.
  func callAsFunction(_ image: FeatureMap) -> [FeatureMap] {
    var maps = stem(image, activation: .relu).maxPooled()
    var results: [FeatureMap] = []
    var spare = SpareMaps()
    for blocks in stages {
      for block in blocks { block(&maps, spare: &spare) }
      results.append(maps)
    }
    return results
  }
}
