internal import Codecs
public import Kernels

/// Takes tensors out of a checkpoint and remembers everything that is wrong with it.
///
/// Missing, misshaped, non-finite and superfluous tensors are collected, so that one error names all
/// of them. A bad tensor is replaced by zeros until `finish()` throws.
public struct WeightSource {
  private let checkpoint: Checkpoint
  private var used: Set<String> = []
  private var problems: [CheckpointError.Problem] = []

  /// Starts on an open checkpoint.
  public init(_ checkpoint: Checkpoint) {
    self.checkpoint = checkpoint
  }

  /// Whether the checkpoint has a tensor.
  public func has(_ name: String) -> Bool {
    checkpoint.tensors[name] != nil
  }

  /// A tensor of the expected shape, row-major.
  public mutating func floats(_ name: String, shape: [Int]) -> [Float] {
    func zeros() -> [Float] { Array(repeating: 0, count: shape.reduce(1, *)) }
    used.insert(name)
    guard let tensor = checkpoint.tensors[name] else {
      problems.append(.missing(name, shape: shape))
      return zeros()
    }
    guard tensor.shape == shape else {
      problems.append(.misshaped(name, expected: shape, found: tensor.shape))
      return zeros()
    }
    do {
      let values = try checkpoint.floats(name)
      guard SafetensorsFile.hasOnlyFiniteValues(values) else {
        problems.append(.notFinite(name))
        return zeros()
      }
      return values
    } catch {
      problems.append(.unsupportedType(name, type: tensor.type))
      return zeros()
    }
  }

  /// A matrix of the expected size; trailing dimensions of the tensor are folded into the columns.
  public mutating func matrix(_ name: String, shape: [Int]) -> Matrix {
    let rows = shape.first ?? 1
    return Matrix(
      rows: rows, columns: shape.dropFirst().reduce(1, *), values: floats(name, shape: shape))
  }

  /// A linear layer: `name.weight` `[outputs, inputs]` and, unless told otherwise, `name.bias`.
  public mutating func linear(
    _ name: String, outputs: Int, inputs: Int, hasBias: Bool = true
  ) -> PackedWeights {
    let weights = matrix("\(name).weight", shape: [outputs, inputs])
    return PackedWeights(weights, bias: hasBias ? floats("\(name).bias", shape: [outputs]) : nil)
  }

  /// A linear layer as above, of a precision.
  public mutating func linear(
    _ name: String, outputs: Int, inputs: Int, precision: Precision
  ) -> Linear {
    let weights = matrix("\(name).weight", shape: [outputs, inputs])
    return Linear(
      weights, bias: floats("\(name).bias", shape: [outputs]), precision: precision)
  }

  /// Adds a fault that the model found in a tensor's values.
  public mutating func report(_ problem: CheckpointError.Problem) {
    problems.append(problem)
  }

  /// A layer norm: `name.weight` and `name.bias`.
  public mutating func layerNorm(_ name: String, width: Int, epsilon: Float) -> LayerNorm {
    LayerNorm(
      gain: floats("\(name).weight", shape: [width]),
      bias: floats("\(name).bias", shape: [width]), epsilon: epsilon)
  }

  /// Leaves tensors aside that a checkpoint may carry without use.
  ///
  /// A `name` that ends in a dot names all tensors that begin with it.
  public mutating func ignore(_ names: String...) {
    ignore(names)
  }

  /// Leaves tensors aside, as above.
  public mutating func ignore(_ names: [String]) {
    for name in names {
      if name.hasSuffix(".") {
        used.formUnion(checkpoint.names.filter { $0.hasPrefix(name) })
      } else {
        used.insert(name)
      }
    }
  }

  /// Throws `CheckpointError` with all that was wrong, tensors that nobody took among it.
  public mutating func finish() throws {
    for name in checkpoint.names where !used.contains(name) && !name.hasSuffix(".position_ids") {
      problems.append(.superfluous(name))
    }
    guard problems.isEmpty else { throw CheckpointError(path: checkpoint.path, problems: problems) }
  }
}
