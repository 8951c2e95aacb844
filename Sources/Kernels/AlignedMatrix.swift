/// A matrix for intermediate results, whose rows lie on 64-byte boundaries where their size allows.
///
/// The elements of an array begin 32 bytes behind such a boundary at best, and each vector of 64
/// bytes then lies in two lines of the cache: 3 % of the time of ViT-B/32. A copy shares memory until
/// one of the two is written.
public struct AlignedMatrix: FloatRows {
  /// Number of rows.
  public private(set) var rows: Int
  /// Number of columns.
  public private(set) var columns: Int

  private var buffer: AlignedBuffer<Float>

  /// Creates a matrix of zeros.
  public init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0)
    self.rows = rows
    self.columns = columns
    buffer = unsafe AlignedBuffer(count: rows * columns, of: 0) { _ in }
  }

  /// Copies a matrix.
  public init(_ matrix: Matrix) {
    self.init(rows: 0, columns: matrix.columns)
    rows = matrix.rows
    buffer = unsafe AlignedBuffer(count: matrix.values.count) { copy in
      unsafe matrix.withRows {
        if let start = unsafe $0 { unsafe copy.update(from: start, count: matrix.values.count) }
      }
    }
  }

  /// Gives the matrix another shape.
  ///
  /// Its elements are unspecified afterwards, and its memory is new only if the old one is too small.
  public mutating func reshape(rows: Int, columns: Int) {
    guard rows * columns <= buffer.count else {
      self = AlignedMatrix(rows: rows, columns: columns)
      return
    }
    self.rows = rows
    self.columns = columns
  }

  /// A copy of all rows.
  public var matrix: Matrix { rows(0..<rows) }

  /// A copy of the rows of a range.
  public func rows(_ range: Range<Int>) -> Matrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows)
    return unsafe Matrix(rows: range.count, columns: columns) { copy in
      unsafe withRows {
        guard let start = unsafe $0 else { return }
        unsafe copy.update(
          from: start + range.lowerBound * columns, count: range.count * columns)
      }
    }
  }

  /// A copy of the named rows in the order given.
  public func rows(_ indices: [Int]) -> Matrix {
    precondition(indices.allSatisfy { (0..<rows).contains($0) })
    return unsafe Matrix(rows: indices.count, columns: columns) { copy in
      unsafe withRows {
        guard let start = unsafe $0 else { return }
        for (place, row) in indices.enumerated() {
          unsafe (copy + place * columns).update(from: start + row * columns, count: columns)
        }
      }
    }
  }

  /// Hands out the address of the values.
  @unsafe public func withRows<Result>(_ body: (UnsafePointer<Float>?) -> Result) -> Result {
    unsafe buffer.withElements { unsafe body($0) }
  }

  /// The same, to write.
  @unsafe public mutating func withMutableRows<Result>(
    _ body: (UnsafeMutablePointer<Float>?) -> Result
  ) -> Result {
    if !isKnownUniquelyReferenced(&buffer) {
      let (old, count) = (buffer, rows * columns)
      buffer = unsafe AlignedBuffer(count: count) { copy in
        unsafe old.withElements { unsafe copy.update(from: $0, count: count) }
      }
    }
    return unsafe buffer.withElements { unsafe body($0) }
  }
}
