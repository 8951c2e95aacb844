internal import Kernels
internal import Transformer

/// Objectness and box changes at each position of a map, with weights that all levels share.
struct RPNHead: Sendable {
  /// Boxes at each position.
  let anchors: Int

  private let convolutions: [MapConvolution]
  /// Both predictions as one product, objectness first: the map goes through the cache once.
  private let predictions: MapConvolution

  init(
    _ settings: RPNConfiguration.Head, inputs: Int, anchors: Int, from source: inout WeightSource
  ) {
    self.anchors = anchors
    var convolutions: [MapConvolution] = []
    var inputs = inputs
    for index in 0..<settings.convolutions {
      convolutions.append(
        source.convolution(
          "head.convolutions.\(index)", outputs: settings.channels, inputs: inputs, side: 3))
      inputs = settings.channels
    }
    self.convolutions = convolutions
    var weights = source.floats("head.objectness.weight", shape: [anchors, inputs, 1, 1])
    var bias = source.floats("head.objectness.bias", shape: [anchors])
    weights += source.floats("head.deltas.weight", shape: [4 * anchors, inputs, 1, 1])
    bias += source.floats("head.deltas.bias", shape: [4 * anchors])
    predictions = MapConvolution(
      Matrix(rows: 5 * anchors, columns: inputs, values: weights), bias: bias, side: 1)
  }

  /// `[height * width, anchors + 4 * anchors]`: logits, then for each anchor the changes of centre
  /// x, centre y, width and height.
  func callAsFunction(_ map: FeatureMap) -> Matrix {
    var hidden = map
    for convolution in convolutions { hidden = convolution(hidden, activation: .relu) }
    return predictions(hidden).positions
  }
}
