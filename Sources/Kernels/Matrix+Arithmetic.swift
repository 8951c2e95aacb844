#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

extension Matrix {
  /// Each row divided by its Euclidean length, summed in double precision.
  ///
  /// A row of length 0, or with a length that is not finite, becomes zeros: its cosine with
  /// everything is 0. `epsilon` is added to the length, as OWL-ViT does.
  public func normalizedRows(epsilon: Float = 0) -> Matrix {
    var result = self
    unsafe result.values.withUnsafeMutableBufferPointer { buffer in
      for row in 0..<rows {
        let range = row * columns..<(row + 1) * columns
        var squares = 0.0
        for i in range { unsafe squares += Double(buffer[i]) * Double(buffer[i]) }
        let length = squares.squareRoot() + Double(epsilon)
        let scale = length > 0 && length.isFinite ? Float(1 / length) : 0
        for i in range { unsafe buffer[i] = scale == 0 ? 0 : buffer[i] * scale }
      }
    }
    return result
  }

  /// Adds a row of `columns` values to one row.
  public mutating func addToRow(_ row: Int, _ addend: ArraySlice<Float>) {
    precondition(addend.count == columns)
    let columns = columns
    unsafe values.withUnsafeMutableBufferPointer { buffer in
      unsafe addend.withUnsafeBufferPointer { addend in
        for i in 0..<columns { unsafe buffer[row * columns + i] += addend[i] }
      }
    }
  }

  /// Each row multiplied element by element by `factors` `[columns]`.
  public func scaledByRow(_ factors: ArraySlice<Float>) -> Matrix {
    precondition(factors.count == columns)
    var result = self
    unsafe result.values.withUnsafeMutableBufferPointer { buffer in
      unsafe factors.withUnsafeBufferPointer { factors in
        for row in 0..<rows {
          for i in 0..<columns { unsafe buffer[row * columns + i] *= factors[i] }
        }
      }
    }
    return result
  }

  /// The mean of all rows, `[columns]`, summed in double precision.
  public func meanRow() -> [Float] {
    var sums = [Double](repeating: 0, count: columns)
    for row in 0..<rows {
      for (i, value) in self.row(row).enumerated() { sums[i] += Double(value) }
    }
    return sums.map { Float($0 / Double(rows)) }
  }
}

/// The logistic function `1 / (1 + exp(-x))`.
public func sigmoid(_ x: Float) -> Float {
  Float(1 / (1 + exp(-Double(x))))
}
