internal import Codecs
public import Kernels

/// Takes tensors out of a checkpoint and remembers everything that is wrong with it.
///
/// Missing, misshaped, non-finite and superfluous tensors are collected, so that one error names all
/// of them. A bad tensor is replaced by zeros until `finish()` throws.
public struct WeightSource {
  let checkpoint: Checkpoint
  let looksOnly: Bool
  private var used: Set<String> = []
  private var problems: [CheckpointError.Problem] = []

  /// Starts on an open checkpoint.
  ///
  /// A source that `looksOnly` finds the same faults, but its linear layers hold no weights.
  public init(_ checkpoint: Checkpoint, looksOnly: Bool = false) {
    self.checkpoint = checkpoint
    self.looksOnly = looksOnly
  }

  /// Whether the checkpoint has a tensor.
  public func has(_ name: String) -> Bool {
    checkpoint.tensors[name] != nil
  }

  /// A tensor of the expected shape, row-major.
  public mutating func floats(_ name: String, shape: [Int]) -> [Float] {
    if let type = type(of: name, shape: shape) {
      do {
        let values = try checkpoint.floats(name)
        if SafetensorsFile.hasOnlyFiniteValues(values) { return values }
        report(.notFinite(name))
      } catch {
        report(.unsupportedType(name, type: type))
      }
    }
    return Array(repeating: 0, count: shape.reduce(1, *))
  }

  /// The element type of a tensor that is there and has the expected shape.
  mutating func type(of name: String, shape: [Int]) -> String? {
    used.insert(name)
    guard let tensor = checkpoint.tensors[name] else {
      report(.missing(name, shape: shape))
      return nil
    }
    guard tensor.shape == shape else {
      report(.misshaped(name, expected: shape, found: tensor.shape))
      return nil
    }
    return tensor.type
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
    let bias = hasBias ? floats("\(name).bias", shape: [outputs]) : nil
    return layer([TensorRows("\(name).weight", height: outputs)], inputs: inputs) { rows in
      PackedWeights(outputs: outputs, inputs: inputs, bias: bias, rows: rows)
    }
  }

  /// A linear layer as above, of a precision.
  public mutating func linear(
    _ name: String, outputs: Int, inputs: Int, precision: Precision
  ) -> Linear {
    linear(
      [TensorRows("\(name).weight", height: outputs)], inputs: inputs,
      bias: floats("\(name).bias", shape: [outputs]), precision: precision)
  }

  /// Adds a fault, once: parts of one tensor may be read apart.
  public mutating func report(_ problem: CheckpointError.Problem) {
    if !problems.contains(problem) { problems.append(problem) }
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
