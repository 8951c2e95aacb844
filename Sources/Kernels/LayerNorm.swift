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
  public func callAsFunction(_ input: some FloatRows) -> Matrix {
    precondition(input.columns == width)
    return unsafe Matrix(rows: input.rows, columns: width) { output in
      unsafe input.withRows(nil) { source, count in
        unsafe table.entry.layer_norm(source, gain, bias, output, count, width, epsilon)
      }
    }
  }

  /// Writes the normalised rows of `input`, or of a range of it, over as many rows of `output` from
  /// `row` on.
  public func callAsFunction(
    _ input: some FloatRows, rows: Range<Int>? = nil, into output: inout some FloatRows,
    at row: Int = 0
  ) {
    precondition(input.columns == width && output.columns == width)
    unsafe input.withRows(rows) { source, count in
      unsafe output.withMutableRows(from: row, count: count) { start in
        unsafe table.entry.layer_norm(source, gain, bias, start, count, width, epsilon)
      }
    }
  }
}
