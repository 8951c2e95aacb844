import Codecs
import Foundation
import Kernels

/// `Tests/Golden/`.
let golden = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .appending(path: "Golden")

/// Inputs and outputs that transformers computed for a checkpoint.
struct Reference {
  private let file: SafetensorsFile

  init(_ folder: URL) throws {
    file = try SafetensorsFile(path: folder.appending(path: "expected.safetensors").path)
  }

  func matrix(_ name: String) throws -> Matrix {
    let shape = file.tensors[name]?.shape ?? []
    return Matrix(
      rows: shape.first ?? 0, columns: shape.dropFirst().reduce(1, *),
      values: try file.floats(name))
  }

  /// Token ids without their padding.
  func texts() throws -> [[Int32]] {
    let ids = try matrix("ids")
    return try file.floats("lengths").enumerated().map { row, length in
      ids.row(row).prefix(Int(length)).map { Int32($0) }
    }
  }
}

/// The smallest cosine and the largest difference of normalised rows.
func compare(_ found: Matrix, _ expected: Matrix) -> (cosine: Double, difference: Float) {
  guard found.rows == expected.rows, found.columns == expected.columns else { return (-1, 1) }
  let a = found.normalizedRows()
  let b = expected.normalizedRows()
  var cosine = 1.0
  for row in 0..<a.rows {
    cosine = min(
      cosine, zip(a.row(row), b.row(row)).reduce(0.0) { $0 + Double($1.0) * Double($1.1) })
  }
  return (cosine, zip(a.values, b.values).map { abs($0 - $1) }.max() ?? 0)
}
