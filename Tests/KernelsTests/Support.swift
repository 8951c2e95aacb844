import Foundation
import Kernels

/// The levels that this machine can run; on other machines the tests cover others.
let levels = KernelLevel.allCases.filter(\.isAvailable)

/// `Tests/Golden/`.
let golden = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .appending(path: "Golden")

func random(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
  var generator = SeededRandom(seed)
  return Matrix(rows: rows, columns: columns, values: generator.floats(rows * columns))
}

func largestDifference(_ a: [Float], _ b: [Float]) -> Float {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).map { abs($0 - $1) }.max() ?? 0
}
