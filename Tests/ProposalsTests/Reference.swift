import Codecs
import Foundation
import Kernels

/// `Tests/Golden/`.
let golden = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .appending(path: "Golden")

/// Inputs and outputs that transformers computed for a checkpoint.
struct Reference {
  private let file: SafetensorsFile

  init(_ folder: URL, file name: String = "expected.safetensors") throws {
    file = try SafetensorsFile(path: folder.appending(path: name).path)
  }

  /// All leading dimensions are rows.
  func matrix(_ name: String) throws -> Matrix {
    let shape = file.tensors[name]?.shape ?? [0]
    let columns = shape.last ?? 0
    return Matrix(
      rows: shape.dropLast().reduce(1, *), columns: columns, values: try file.floats(name))
  }

  /// Token ids without their padding.
  func texts() throws -> [[Int32]] {
    let ids = try matrix("ids")
    return try file.floats("lengths").enumerated().map { row, length in
      ids.row(row).prefix(Int(length)).map { Int32($0) }
    }
  }
}
