internal import CKernels

/// Layer normalisation over the columns, with gain and bias.
public struct LayerNorm: Sendable {
  /// Number of columns.
  public var width: Int { gain.count }

  private let gain: [Float]
  private let bias: [Float]
  private let epsilon: Float
  private let table: KernelTable

  /// Creates a layer from `gain` and `bias` `[width]`; `epsilon` is added to the variance.
  public init(gain: [Float], bias: [Float], epsilon: Float, level: KernelLevel = .current) {
    precondition(gain.count == bias.count)
    self.gain = gain
    self.bias = bias
    self.epsilon = epsilon
    table = KernelTable(level)
  }

  /// The normalised rows of `input` `[rows, width]`.
  public func callAsFunction(_ input: Matrix) -> Matrix {
    precondition(input.columns == width)
    return unsafe Matrix(rows: input.rows, columns: width) { output in
      unsafe table.entry.layer_norm(
        input.values, gain, bias, output, input.rows, width, epsilon)
    }
  }

  /// Writes the normalised rows over `output`, which is as large as `input`.
  public func callAsFunction(_ input: Matrix, into output: inout Matrix) {
    precondition(input.columns == width)
    precondition(output.rows == input.rows && output.columns == width)
    unsafe output.values.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      unsafe table.entry.layer_norm(
        input.values, gain, bias, start, input.rows, width, epsilon)
    }
  }
}
