internal import Codecs
internal import Kernels

/// Rows of a tensor `[height, columns]`: a layer's weights, or some of them.
struct TensorRows {
  let name: String
  let height: Int
  let range: Range<Int>

  /// The rows of a range, all of them unless told otherwise.
  init(_ name: String, height: Int, range: Range<Int>? = nil) {
    self.name = name
    self.height = height
    self.range = range ?? 0..<height
  }
}

extension WeightSource {
  /// A linear layer whose weights are rows of tensors, one behind the other.
  mutating func linear(
    _ parts: [TensorRows], inputs: Int, bias: [Float], precision: Precision
  ) -> Linear {
    layer(parts, inputs: inputs) { rows in
      Linear(outputs: bias.count, inputs: inputs, bias: bias, precision: precision, rows: rows)
    }
  }

  /// What `make` makes of rows of tensors, which it reads a few at a time.
  ///
  /// It gets none where one of the tensors is missing or misshaped, and where faults alone are looked
  /// for.
  mutating func layer<Layer>(
    _ parts: [TensorRows], inputs: Int, make: (WeightRows?) -> Layer
  ) -> Layer {
    var types: [String: String] = [:]
    for part in parts {
      types[part.name] = type(of: part.name, shape: [part.height, inputs])
    }
    guard parts.allSatisfy({ types[$0.name] != nil }) else { return make(nil) }
    let reader = RowReader(checkpoint: checkpoint, parts: parts, columns: inputs)
    defer { for part in parts { checkpoint.release(part.name) } }
    let layer: Layer
    if looksOnly {
      reader.readAll()
      layer = make(nil)
    } else {
      layer = make { reader.read($0) }
    }
    for (name, type) in types.sorted(by: { $0.key < $1.key }) {
      if reader.unsupported.contains(name) {
        report(.unsupportedType(name, type: type))
      } else if reader.notFinite.contains(name) {
        report(.notFinite(name))
      }
    }
    return layer
  }
}

/// Reads rows of tensors that lie one behind the other and notes which tensors are bad.
private final class RowReader {
  private let checkpoint: Checkpoint
  private let parts: [TensorRows]
  private let columns: Int
  private(set) var notFinite: Set<String> = []
  private(set) var unsupported: Set<String> = []

  init(checkpoint: Checkpoint, parts: [TensorRows], columns: Int) {
    self.checkpoint = checkpoint
    self.parts = parts
    self.columns = columns
  }

  /// The rows of a range, counted through all parts.
  func read(_ rows: Range<Int>) -> [Float] {
    var values: [Float] = []
    var first = 0
    for part in parts {
      let own = rows.clamped(to: first..<first + part.range.count)
      let shift = part.range.lowerBound - first
      first += part.range.count
      guard !own.isEmpty else { continue }
      let found = read(part.name, own.lowerBound + shift..<own.upperBound + shift)
      // One part has them all but at its ends.
      if own == rows { return found }
      values += found
    }
    return values
  }

  /// Reads all rows only to see what is wrong with them.
  func readAll() {
    for part in parts {
      for first in stride(from: part.range.lowerBound, to: part.range.upperBound, by: 64) {
        _ = read(part.name, first..<min(first + 64, part.range.upperBound))
      }
    }
  }

  /// Rows of one tensor; zeros if its type cannot be read.
  private func read(_ name: String, _ rows: Range<Int>) -> [Float] {
    do {
      let values = try checkpoint.floats(name, rows: rows)
      if !SafetensorsFile.hasOnlyFiniteValues(values) { notFinite.insert(name) }
      return values
    } catch {
      unsupported.insert(name)
      return Array(repeating: 0, count: rows.count * columns)
    }
  }
}
