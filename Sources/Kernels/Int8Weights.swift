internal import CKernels

/// The weights of a linear layer as 8-bit numbers, laid out once for many products with them.
///
/// Each output's weights have a scale of their own; each row that is multiplied is made 8 bit with a
/// scale and a zero point of its own, when it is multiplied: nothing is calibrated. Sums are exact
/// whole numbers, the same ones on every level, and scale, bias and residual are rounded
/// alike everywhere; only activations may differ in their last bits between levels. A row of the
/// result depends on that row of the input alone.
public struct Int8Weights: Sendable {
  /// Columns of a product.
  public let outputs: Int
  /// Columns of what is multiplied.
  public let inputs: Int
  /// Most columns of what is multiplied: more terms might not fit into a 32-bit sum.
  public static let inputsMax = Int(CK_INT8_DEPTH_MAX)
  /// Rows that are made 8 bit and multiplied together.
  public static let rowsTogether = Int(CK_INT8_BLOCK_ROWS)

  private let table: Int8Table
  private let weights: AlignedBuffer<Int8>
  /// `[outputs]`, as all that follow filled up with zeros to whole panels.
  private let scales: AlignedBuffer<Float>
  /// `[outputs]`, of each output's 8-bit weights.
  private let sums: AlignedBuffer<Int32>
  private let bias: AlignedBuffer<Float>

  /// Rounds and packs `weights` `[outputs, inputs]` with an optional `bias` `[outputs]`.
  public init(_ weights: Matrix, bias: [Float]? = nil, level: KernelLevel = .current) {
    self.init(
      outputs: weights.rows, inputs: weights.columns, bias: bias, level: level,
      rows: { weights.rows($0).values })
  }

  /// Rounds and packs weights that `rows` hands out, as `PackedWeights` does.
  public init(
    outputs: Int, inputs: Int, bias: [Float]? = nil, level: KernelLevel = .current,
    rows: WeightRows?
  ) {
    self.init(
      outputs: outputs, inputs: inputs, bias: bias, table: Int8Table(level), rows: rows)
  }

  init(outputs: Int, inputs: Int, bias: [Float]?, table: Int8Table, rows: WeightRows?) {
    precondition(bias == nil || bias?.count == outputs)
    precondition(inputs <= Int8Weights.inputsMax)
    self.table = table
    self.outputs = outputs
    self.inputs = inputs
    let panel = Int(CK_INT8_PANEL_MAX)
    let padded = (outputs + panel - 1) / panel * panel
    let depth = (inputs + 3) / 4 * 4
    let entry = unsafe table.entry
    let scales = unsafe AlignedBuffer<Float>(count: padded, of: 0) { _ in }
    let sums = unsafe AlignedBuffer<Int32>(count: padded, of: 0) { _ in }
    let count = unsafe entry.packed_count(outputs, inputs)
    weights = unsafe AlignedBuffer(count: count) { packed in
      unsafe scales.withElements { scales in
        unsafe sums.withElements { sums in
          unsafe eachBand(of: outputs, inputs, rows) { band, values in
            let first = band.lowerBound
            unsafe entry.pack(
              values, inputs, band.count, inputs, packed + first * depth, scales + first,
              sums + first)
          }
        }
      }
    }
    self.scales = scales
    self.sums = sums
    self.bias = unsafe AlignedBuffer(count: padded, of: 0) { copy in
      for (i, value) in (bias ?? []).enumerated() { unsafe copy[i] = value }
    }
  }

  /// `activation(input * transpose(weights) + bias)`, `[input.rows, outputs]`.
  public func product(_ input: some FloatRows, activation: Activation = .identity) -> Matrix {
    precondition(input.columns == inputs, "\(input.columns) columns, weights have \(inputs)")
    return unsafe Matrix(rows: input.rows, columns: outputs) { output in
      unsafe input.withRows(nil) { source, count in
        unsafe run(source, rows: count, output, accumulate: false, activation: activation)
      }
    }
  }

  /// Writes the product of `input`, or of a range of its rows, over as many rows of `output` from
  /// `row` on.
  ///
  /// For loops that would else take fresh memory for each of many large results.
  public func product(
    _ input: some FloatRows, rows: Range<Int>? = nil, into output: inout some FloatRows,
    at row: Int = 0, activation: Activation = .identity
  ) {
    run(input, rows, &output, row, accumulate: false, activation: activation)
  }

  /// `output = activation(output + input * transpose(weights) + bias)`, for `input` or a range of its
  /// rows, and as many rows of `output` from `row` on.
  public func add(
    _ input: some FloatRows, rows: Range<Int>? = nil, to output: inout some FloatRows,
    at row: Int = 0, activation: Activation = .identity
  ) {
    run(input, rows, &output, row, accumulate: true, activation: activation)
  }

  private func run(
    _ input: some FloatRows, _ rows: Range<Int>?, _ output: inout some FloatRows, _ row: Int,
    accumulate: Bool, activation: Activation
  ) {
    precondition(input.columns == inputs, "\(input.columns) columns, weights have \(inputs)")
    precondition(output.columns == outputs)
    unsafe input.withRows(rows) { source, count in
      unsafe output.withMutableRows(from: row, count: count) { start in
        unsafe run(source, rows: count, start, accumulate: accumulate, activation: activation)
      }
    }
  }

  /// The product of `rows` dense rows at `source` with the weights, to dense rows at `output`.
  @unsafe private func run(
    _ source: UnsafePointer<Float>, rows: Int, _ output: UnsafeMutablePointer<Float>,
    accumulate: Bool, activation: Activation
  ) {
    guard rows > 0, outputs > 0 else { return }
    let entry = unsafe table.entry
    let kind = ck_activation(UInt32(activation.rawValue))
    let bytes = unsafe entry.scratch_count(rows, inputs)
    unsafe withUnsafeTemporaryAllocation(byteCount: bytes, alignment: 64) { scratch in
      unsafe weights.withElements { weights in
        unsafe scales.withElements { scales in
          unsafe sums.withElements { sums in
            unsafe bias.withElements { bias in
              unsafe entry.gemm(
                source, inputs, weights, scales, sums, bias, output, outputs, rows, outputs,
                inputs, accumulate, kind, scratch.baseAddress)
            }
          }
        }
      }
    }
  }
}
