extension FloatRows {
  /// The rows of each sequence behind a copy of `prefix`, from column `first` on.
  ///
  /// `self` is `[tokens, first + prefix.columns]`, sequence `s` has the rows
  /// `ends[s - 1]..<ends[s]`; the result is `[ends.count * prefix.rows + tokens, prefix.columns]`.
  func sequences(_ ends: [Int], behind prefix: Matrix, fromColumn first: Int) -> Matrix {
    precondition(columns == first + prefix.columns && (ends.last ?? 0) == rows)
    let width = prefix.columns
    let count = prefix.values.count
    return unsafe Matrix(rows: ends.count * prefix.rows + rows, columns: width) { output in
      unsafe prefix.values.withUnsafeBufferPointer { prefix in
        unsafe withRows { source in
          var to = unsafe output
          var row = 0
          for end in ends {
            if let start = prefix.baseAddress { unsafe to.update(from: start, count: count) }
            unsafe to += count
            while row < end, let start = unsafe source {
              unsafe to.update(from: start + row * columns + first, count: width)
              unsafe to += width
              row += 1
            }
          }
        }
      }
    }
  }
}
