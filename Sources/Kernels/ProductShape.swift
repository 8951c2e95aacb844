/// The sizes of a matrix product: `[rows, depth]` times weights `[columns, depth]`.
public struct ProductShape: Hashable, Sendable {
  /// Rows of the input and of the result.
  public let rows: Int
  /// Columns of the input and of the weights.
  public let depth: Int
  /// Columns of the result.
  public let columns: Int

  /// Creates a shape.
  public init(rows: Int, depth: Int, columns: Int) {
    self.rows = rows
    self.depth = depth
    self.columns = columns
  }

  /// Multiplications and additions.
  public var operations: Int { 2 * rows * depth * columns }
}
