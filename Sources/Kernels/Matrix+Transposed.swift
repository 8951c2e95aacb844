extension Matrix {
  /// Columns as rows, `[columns, rows]`.
  public func transposed() -> Matrix {
    unsafe Matrix(rows: columns, columns: rows) { output in
      unsafe values.withUnsafeBufferPointer { source in
        for column in 0..<columns {
          for row in 0..<rows {
            unsafe output[column * rows + row] = source[row * columns + column]
          }
        }
      }
    }
  }
}
