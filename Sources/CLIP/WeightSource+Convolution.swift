internal import Kernels
internal import Transformer

extension WeightSource {
  /// A convolution without bias, `name.weight` `[outputs, inputs, side, side]`, and the batch norm
  /// `norm` behind it, folded into one convolution in double precision.
  ///
  /// With `scale = weight / sqrt(running_var + 1e-5)` the pair is the convolution with
  /// `scale * weights` and the bias `norm.bias - scale * running_mean`
  /// (https://arxiv.org/abs/1502.03167, section 3.1).
  mutating func convolution(
    _ name: String, norm: String, outputs: Int, inputs: Int, side: Int, stride: Int = 1
  ) -> MapConvolution {
    var weights = matrix("\(name).weight", shape: [outputs, inputs, side, side])
    let gain = floats("\(norm).weight", shape: [outputs])
    var bias = floats("\(norm).bias", shape: [outputs])
    let mean = floats("\(norm).running_mean", shape: [outputs])
    let variance = floats("\(norm).running_var", shape: [outputs])
    // How often the statistics were updated; in files from training only.
    ignore("\(norm).num_batches_tracked")
    if !variance.allSatisfy({ $0 >= 0 }) {
      report(.negativeVariance("\(norm).running_var"))
    } else {
      for output in 0..<outputs {
        let scale = Double(gain[output]) / (Double(variance[output]) + 1e-5).squareRoot()
        let row = weights.row(output).map { Float(Double($0) * scale) }
        weights.setRow(output, to: row[...])
        bias[output] = Float(Double(bias[output]) - scale * Double(mean[output]))
      }
    }
    return MapConvolution(weights, bias: bias, side: side, stride: stride)
  }
}
