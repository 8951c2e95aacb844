extension Matrix {
  /// The columns of a range as a matrix of its own.
  public func columns(_ range: Range<Int>) -> Matrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= columns)
    var values: [Float] = []
    values.reserveCapacity(rows * range.count)
    for row in 0..<rows {
      values +=
        self.values[
          row * columns + range.lowerBound..<row * columns + range.upperBound]
    }
    return Matrix(rows: rows, columns: range.count, values: values)
  }

  /// Replaces as many columns as `part` has, from `first` on; `part` has as many rows.
  public mutating func setColumns(from first: Int, to part: Matrix) {
    precondition(part.rows == rows && first >= 0 && first + part.columns <= columns)
    for row in 0..<rows {
      let start = row * columns + first
      values.replaceSubrange(start..<start + part.columns, with: part.row(row))
    }
  }
}
