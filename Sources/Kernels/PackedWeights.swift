internal import CKernels

/// What happens to each element of a product before it is stored.
public enum Activation: Int, Sendable {
  /// Nothing.
  case identity = 0
  /// `x * sigmoid(1.702 x)`.
  case quickGELU = 1
  /// `x * Phi(x)`, with the error function to 1.5e-7.
  case gelu = 2
  /// `max(x, 0)`.
  case relu = 3
}

/// The weights of a linear layer, laid out once for many products with them.
///
/// Immutable and shared by all workers. A product runs on the calling thread alone; workers are
/// single-threaded and the runner owns the threads. On levels with our own product a row of the
/// result depends on that row of the input only: not on the batch, not on the row's place in it.
public struct PackedWeights: Sendable {
  /// Columns of a product.
  public let outputs: Int
  /// Columns of what is multiplied.
  public let inputs: Int

  private let table: KernelTable
  private let isPacked: Bool
  private let weights: AlignedBuffer<Float>
  /// `[outputs]`, filled up with zeros to whole vectors.
  private let bias: AlignedBuffer<Float>

  /// Packs `weights` `[outputs, inputs]` with an optional `bias` `[outputs]`.
  public init(_ weights: Matrix, bias: [Float]? = nil, level: KernelLevel = .current) {
    self.init(
      outputs: weights.rows, inputs: weights.columns, bias: bias, level: level,
      rows: { weights.rows($0).values })
  }

  /// Packs weights `[outputs, inputs]` that `rows` hands out, with an optional `bias` `[outputs]`.
  ///
  /// `rows` is asked for all rows once, in order, a few at a time, so that they need not lie in
  /// memory whole. Without it the weights stay unwritten and take no memory: for layers that are
  /// made to look for faults and never used.
  /// Takes about 5 ms for 2 million weights.
  public init(
    outputs: Int, inputs: Int, bias: [Float]? = nil, level: KernelLevel = .current,
    rows: WeightRows?
  ) {
    precondition(bias == nil || bias?.count == outputs)
    let table = KernelTable(level)
    let entry = unsafe table.entry
    self.table = table
    self.outputs = outputs
    self.inputs = inputs
    let isPacked = unsafe entry.has_fast_gemm
    self.isPacked = isPacked
    let count = isPacked ? unsafe entry.packed_count(outputs, inputs) : outputs * inputs
    weights = unsafe AlignedBuffer(count: count) { packed in
      unsafe eachBand(of: outputs, inputs, rows) { band, values in
        let to = unsafe packed + band.lowerBound * inputs
        if isPacked {
          unsafe entry.pack(values, inputs, band.count, inputs, to)
        } else {
          unsafe to.update(from: values, count: band.count * inputs)
        }
      }
    }
    let lanes = Int(CK_LANES_MAX)
    self.bias = unsafe AlignedBuffer(count: (outputs + lanes - 1) / lanes * lanes, of: 0) { copy in
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
  @unsafe func run(
    _ source: UnsafePointer<Float>, rows: Int, _ output: UnsafeMutablePointer<Float>,
    accumulate: Bool, activation: Activation
  ) {
    guard rows > 0 else { return }
    let entry = unsafe table.entry
    let kind = ck_activation(UInt32(activation.rawValue))
    unsafe weights.withElements { weights in
      unsafe bias.withElements { bias in
        guard !isPacked else {
          let scratchCount = Int(CK_TILE_ROWS_MAX * CK_BLOCK_DEPTH)
          unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: scratchCount) {
            unsafe entry.gemm(
              source, inputs, weights, bias, output, outputs, rows, outputs, inputs,
              accumulate, kind, $0.baseAddress)
          }
          return
        }
        unsafe BLAS.product(
          source, weights, into: output, rows: rows, columns: outputs, depth: inputs,
          accumulate: accumulate)
        unsafe entry.bias_activation(output, outputs, bias, rows, outputs, kind)
      }
    }
  }
}
