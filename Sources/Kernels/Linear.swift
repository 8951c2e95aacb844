/// A linear layer of either precision.
///
/// Both kinds promise the same: immutable, shared by all workers, on the calling thread alone.
public enum Linear: Sendable {
  /// 32-bit floats.
  case f32(PackedWeights)
  /// 8-bit weights, and inputs that are made 8 bit row by row.
  case int8(Int8Weights)

  /// Packs `weights` `[outputs, inputs]` with an optional `bias` `[outputs]`.
  public init(
    _ weights: Matrix, bias: [Float]? = nil, precision: Precision,
    level: KernelLevel = .current
  ) {
    switch precision {
    case .f32: self = .f32(PackedWeights(weights, bias: bias, level: level))
    case .int8: self = .int8(Int8Weights(weights, bias: bias, level: level))
    }
  }

  /// Packs weights that `rows` hands out, as `PackedWeights` does.
  public init(
    outputs: Int, inputs: Int, bias: [Float]? = nil, precision: Precision,
    level: KernelLevel = .current, rows: WeightRows?
  ) {
    switch precision {
    case .f32:
      self = .f32(
        PackedWeights(outputs: outputs, inputs: inputs, bias: bias, level: level, rows: rows))
    case .int8:
      self = .int8(
        Int8Weights(outputs: outputs, inputs: inputs, bias: bias, level: level, rows: rows))
    }
  }

  /// Columns of a product.
  public var outputs: Int {
    switch self {
    case .f32(let weights): weights.outputs
    case .int8(let weights): weights.outputs
    }
  }

  /// Columns of what is multiplied.
  public var inputs: Int {
    switch self {
    case .f32(let weights): weights.inputs
    case .int8(let weights): weights.inputs
    }
  }

  /// `activation(input * transpose(weights) + bias)`, `[input.rows, outputs]`.
  public func product(_ input: some FloatRows, activation: Activation = .identity) -> Matrix {
    switch self {
    case .f32(let weights): weights.product(input, activation: activation)
    case .int8(let weights): weights.product(input, activation: activation)
    }
  }

  /// Writes the product of `input`, or of a range of its rows, over as many rows of `output` from
  /// `row` on.
  public func product(
    _ input: some FloatRows, rows: Range<Int>? = nil, into output: inout some FloatRows,
    at row: Int = 0, activation: Activation = .identity
  ) {
    switch self {
    case .f32(let weights):
      weights.product(input, rows: rows, into: &output, at: row, activation: activation)
    case .int8(let weights):
      weights.product(input, rows: rows, into: &output, at: row, activation: activation)
    }
  }

  /// `output = activation(output + input * transpose(weights) + bias)`, for `input` or a range of its
  /// rows, and as many rows of `output` from `row` on.
  public func add(
    _ input: some FloatRows, rows: Range<Int>? = nil, to output: inout some FloatRows,
    at row: Int = 0, activation: Activation = .identity
  ) {
    switch self {
    case .f32(let weights):
      weights.add(input, rows: rows, to: &output, at: row, activation: activation)
    case .int8(let weights):
      weights.add(input, rows: rows, to: &output, at: row, activation: activation)
    }
  }
}
