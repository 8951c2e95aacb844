internal import Kernels

/// The best rows of each column of a matrix, found in one pass over its rows.
struct TopOfColumns {
  /// Rows of each column, largest value first, ties to the earlier row; values that are NaN are left
  /// out.
  let rows: [[Int]]

  init(_ values: Matrix, count: Int) {
    precondition(count > 0)
    var best = [[Int]](repeating: [], count: values.columns)
    for row in 0..<values.rows {
      for column in 0..<values.columns {
        let value = values[row, column]
        if best[column].count == count {
          guard let last = best[column].last, value > values[last, column] else { continue }
          best[column].removeLast()
        } else if value.isNaN {
          continue
        }
        let place = best[column].firstIndex { values[$0, column] < value } ?? best[column].count
        best[column].insert(row, at: place)
      }
    }
    rows = best
  }
}
