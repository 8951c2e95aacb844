import Records

/// Boxes in whole pixels.
enum IntegerBox {
  /// The corners cut towards zero, as the original scripts do with `int()`.
  ///
  /// A side that would vanish is one pixel long: consumers divide by it or drop the box.
  static func corners(_ box: Box) -> (x1: Int, y1: Int, x2: Int, y2: Int) {
    let (x1, y1) = (Int(box.x1), Int(box.y1))
    return (x1, y1, max(Int(box.x2), x1 + 1), max(Int(box.y2), y1 + 1))
  }
}
