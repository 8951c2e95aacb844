internal import Kernels
internal import Transformer

extension WeightSource {
  /// A convolution `name.weight` `[outputs, inputs, side, side]` with the batch norm `norm` behind
  /// it, folded into one in double precision.
  ///
  /// With `scale = norm.weight / sqrt(running_var + epsilon)` the pair is the convolution with
  /// `scale * weights` and the bias `norm.bias - scale * running_mean`
  /// (https://arxiv.org/abs/1502.03167, section 3.1).
  mutating func convolution(
    _ name: String, norm: String, epsilon: Double, outputs: Int, inputs: Int, side: Int,
    stride: Int = 1
  ) -> MapConvolution {
    var weights = matrix("\(name).weight", shape: [outputs, inputs, side, side])
    let gain = floats("\(norm).weight", shape: [outputs])
    var bias = floats("\(norm).bias", shape: [outputs])
    let mean = floats("\(norm).running_mean", shape: [outputs])
    let variance = floats("\(norm).running_var", shape: [outputs])
    // Epsilon 0 is what torchvision's frozen norms have; channels that died in training have a
    // variance of almost 0, and a gain to match.
    if !variance.allSatisfy({ $0 >= 0 }) {
      report(.negativeVariance("\(norm).running_var"))
    } else {
      for output in 0..<outputs {
        let deviation = (Double(variance[output]) + epsilon).squareRoot()
        let scale = deviation > 0 ? Double(gain[output]) / deviation : 0
        let row = weights.row(output).map { Float(Double($0) * scale) }
        weights.setRow(output, to: row[...])
        bias[output] = Float(Double(bias[output]) - scale * Double(mean[output]))
      }
    }
    return MapConvolution(weights, bias: bias, side: side, stride: stride)
  }

  /// A convolution with `name.weight` and `name.bias`.
  mutating func convolution(
    _ name: String, outputs: Int, inputs: Int, side: Int
  ) -> MapConvolution {
    MapConvolution(
      matrix("\(name).weight", shape: [outputs, inputs, side, side]),
      bias: floats("\(name).bias", shape: [outputs]), side: side)
  }
}
