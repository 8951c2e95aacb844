internal import Kernels
internal import Transformer

/// A feature pyramid: coarse maps are added to finer ones on the way down
/// (https://arxiv.org/abs/1612.03144), and the coarsest is thinned once more.
struct FeaturePyramid: Sendable {
  private let laterals: [MapConvolution]
  private let outputs: [MapConvolution]

  /// Loads `pyramid.N.lateral` and `pyramid.N.output`, N counted from the finest stage.
  init(
    _ settings: RPNConfiguration.Pyramid, inputs: [Int], from source: inout WeightSource
  ) {
    var laterals: [MapConvolution] = []
    var outputs: [MapConvolution] = []
    let channels = settings.channels
    for (level, inputs) in inputs.enumerated() {
      let name = "pyramid.\(level)"
      if let epsilon = settings.norm_epsilon {
        laterals.append(
          source.convolution(
            "\(name).lateral", norm: "\(name).lateral_norm", epsilon: epsilon, outputs: channels,
            inputs: inputs, side: 1))
        outputs.append(
          source.convolution(
            "\(name).output", norm: "\(name).output_norm", epsilon: epsilon, outputs: channels,
            inputs: channels, side: 3))
      } else {
        laterals.append(
          source.convolution("\(name).lateral", outputs: channels, inputs: inputs, side: 1))
        outputs.append(
          source.convolution("\(name).output", outputs: channels, inputs: channels, side: 3))
      }
    }
    self.laterals = laterals
    self.outputs = outputs
  }

  /// Gives each level to `use`, the coarsest first, with its number counted from the finest.
  ///
  /// A stage's map is let go as soon as its level is made, and a level when `use` returns, so that
  /// only two of the finest maps are held at a time.
  func forEachLevel(of stages: consuming [FeatureMap], _ use: (Int, FeatureMap) -> Void) {
    var coarse: FeatureMap?
    while let stage = stages.popLast() {
      let level = stages.count
      var merged = laterals[level](stage)
      if let coarse { merged.addEnlarged(coarse) }
      let output = outputs[level](merged)
      if coarse == nil { use(level + 1, output.thinned()) }
      use(level, output)
      coarse = merged
    }
  }
}
