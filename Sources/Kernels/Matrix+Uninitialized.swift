extension Matrix {
  /// Creates a matrix whose values `fill` writes, all of them.
  init(
    rows: Int, columns: Int,
    filledBy fill: (UnsafeMutablePointer<Float>) -> Void
  ) {
    let values = unsafe [Float](unsafeUninitializedCapacity: rows * columns) { buffer, count in
      if let start = buffer.baseAddress { unsafe fill(start) }
      count = rows * columns
    }
    self.init(rows: rows, columns: columns, values: values)
  }
}
