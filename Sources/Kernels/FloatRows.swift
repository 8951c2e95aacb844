/// Rows of floats that kernels read and write, wherever they lie.
public protocol FloatRows: Sendable {
  /// Number of rows.
  var rows: Int { get }
  /// Number of columns.
  var columns: Int { get }
  /// Hands out the address of `[rows, columns]`, row by row; `nil` where there is none.
  @unsafe func withRows<Result>(_ body: (UnsafePointer<Float>?) -> Result) -> Result
  /// The same, to write.
  @unsafe mutating func withMutableRows<Result>(
    _ body: (UnsafeMutablePointer<Float>?) -> Result
  ) -> Result
}

extension FloatRows {
  /// Hands out the address of some rows, all where there is no range, and how many they are; does
  /// nothing where there are none.
  @unsafe func withRows(
    _ range: Range<Int>?, _ body: (UnsafePointer<Float>, Int) -> Void
  ) {
    let range = range ?? 0..<rows
    precondition(range.lowerBound >= 0 && range.upperBound <= rows)
    unsafe withRows {
      guard let start = unsafe $0, !range.isEmpty else { return }
      unsafe body(start + range.lowerBound * columns, range.count)
    }
  }

  /// Hands out the address of `count` rows from `row` on, to write.
  @unsafe mutating func withMutableRows(
    from row: Int, count: Int, _ body: (UnsafeMutablePointer<Float>) -> Void
  ) {
    precondition(row >= 0 && row + count <= rows, "\(row) + \(count) rows of \(rows)")
    let offset = row * columns
    unsafe withMutableRows {
      guard let start = unsafe $0 else { return }
      unsafe body(start + offset)
    }
  }
}

extension Matrix: FloatRows {
  /// Hands out the address of the values.
  @unsafe public func withRows<Result>(_ body: (UnsafePointer<Float>?) -> Result) -> Result {
    unsafe values.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
  }

  /// The same, to write.
  @unsafe public mutating func withMutableRows<Result>(
    _ body: (UnsafeMutablePointer<Float>?) -> Result
  ) -> Result {
    unsafe values.withUnsafeMutableBufferPointer { unsafe body($0.baseAddress) }
  }
}
