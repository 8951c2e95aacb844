/// A dense row-major matrix of floats: the one tensor that travels between targets.
///
/// Images of a batch are rows too: `[batch, 3 * height * width]`, planes one behind the other.
public struct Matrix: Hashable, Sendable {
  /// Number of rows.
  public let rows: Int
  /// Number of columns.
  public let columns: Int
  /// `[rows, columns]`, row by row; keep its count.
  public var values: [Float] {
    didSet { precondition(values.count == rows * columns) }
  }

  /// Creates a matrix from `rows * columns` values.
  public init(rows: Int, columns: Int, values: [Float]) {
    precondition(rows >= 0 && columns >= 0 && values.count == rows * columns)
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  /// Creates a matrix of equal values.
  public init(rows: Int, columns: Int, repeating value: Float = 0) {
    self.init(
      rows: rows, columns: columns, values: Array(repeating: value, count: rows * columns))
  }

  /// Creates a matrix from rows of equal length.
  public init(columns: Int, rows: [[Float]]) {
    precondition(rows.allSatisfy { $0.count == columns })
    self.init(rows: rows.count, columns: columns, values: rows.flatMap(\.self))
  }

  /// One element.
  public subscript(row: Int, column: Int) -> Float {
    get { values[row * columns + column] }
    set { values[row * columns + column] = newValue }
  }

  /// One row, without a copy.
  public func row(_ row: Int) -> ArraySlice<Float> {
    values[row * columns..<(row + 1) * columns]
  }

  /// Replaces one row by `columns` values.
  public mutating func setRow(_ row: Int, to newValues: ArraySlice<Float>) {
    precondition(newValues.count == columns)
    values.replaceSubrange(row * columns..<(row + 1) * columns, with: newValues)
  }

  /// The rows of a range as a matrix of its own.
  public func rows(_ range: Range<Int>) -> Matrix {
    Matrix(
      rows: range.count, columns: columns,
      values: Array(values[range.lowerBound * columns..<range.upperBound * columns]))
  }

  /// The named rows in the order given; a row may be named more than once.
  public func rows(_ indices: [Int]) -> Matrix {
    var gathered: [Float] = []
    gathered.reserveCapacity(indices.count * columns)
    for index in indices { gathered.append(contentsOf: row(index)) }
    return Matrix(rows: indices.count, columns: columns, values: gathered)
  }
}
