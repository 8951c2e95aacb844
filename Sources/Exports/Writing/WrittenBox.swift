import Records

/// A box as it is written: as it was recorded, or in whole pixels.
///
/// Corners, sides, area and outline of one box are all taken from here, so that they fit each other.
struct WrittenBox {
  /// The box that the consumer sees.
  let box: Box
  private let isInteger: Bool

  /// Cuts the corners towards zero when `isInteger`, as the original scripts do with `int()`.
  ///
  /// A side that would vanish is one pixel long: consumers divide by it or drop the box.
  init(_ box: Box, isInteger: Bool) {
    self.isInteger = isInteger
    guard isInteger else {
      self.box = box
      return
    }
    let (x1, y1) = (box.x1.rounded(.towardZero), box.y1.rounded(.towardZero))
    self.box = Box(
      x1: x1, y1: y1, x2: max(box.x2.rounded(.towardZero), x1 + 1),
      y2: max(box.y2.rounded(.towardZero), y1 + 1))
  }

  /// `x1, y1, x2, y2` as text.
  var corners: [String] { [box.x1, box.y1, box.x2, box.y2].map { number(Double($0), $0) } }

  /// A JSON array of the corners.
  var xyxy: String { "[\(corners.joined(separator: ","))]" }

  /// COCO's `[x, y, width, height]`.
  var xywh: String {
    let sides = [box.x1, box.y1, box.width, box.height].map { number(Double($0), $0) }
    return "[\(sides.joined(separator: ","))]"
  }

  /// Width times height.
  var area: String { number(Double(box.width) * Double(box.height), box.area) }

  /// A JSON array of the four corners, clockwise from the upper left.
  var outline: String {
    let edges = corners
    return "[" + [0, 1, 2, 1, 2, 3, 0, 3].map { edges[$0] }.joined(separator: ",") + "]"
  }

  private func number(_ whole: Double, _ float: Float) -> String {
    isInteger ? "\(Int(whole))" : "\(float)"
  }
}

extension ExportOptions {
  /// The box as these options write it.
  func written(_ box: Box) -> WrittenBox { WrittenBox(box, isInteger: hasIntegerBoxes) }
}
