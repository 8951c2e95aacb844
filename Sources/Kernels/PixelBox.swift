public import Records

/// A box of whole pixels.
public struct PixelBox: Hashable, Sendable {
  /// First column.
  public var left: Int
  /// First row.
  public var top: Int
  /// Number of columns, at least 1.
  public var width: Int
  /// Number of rows, at least 1.
  public var height: Int

  /// Creates a box of at least one pixel.
  public init(left: Int, top: Int, width: Int, height: Int) {
    precondition(width > 0 && height > 0)
    self.left = left
    self.top = top
    self.width = width
    self.height = height
  }

  /// The whole of an image.
  public init(_ image: PixelImage) {
    self.init(left: 0, top: 0, width: image.width, height: image.height)
  }

  /// The pixels of a continuous box inside an image.
  ///
  /// Edges are clipped to the image and rounded to the nearest whole number, halves to the even
  /// one, as Pillow's `crop` rounds. An edge pair that falls together is widened by one pixel to
  /// the right or below, or to the left or above at the image's border, so that every finite box
  /// is at least one pixel. The box must be finite.
  public init(rounding box: Box, in image: PixelImage) {
    precondition(box.isFinite)
    let clipped = box.clipped(width: image.width, height: image.height)
    let x = PixelBox.interval(clipped.x1, clipped.x2, limit: image.width)
    let y = PixelBox.interval(clipped.y1, clipped.y2, limit: image.height)
    self.init(left: x.lowerBound, top: y.lowerBound, width: x.count, height: y.count)
  }

  private static func interval(_ low: Float, _ high: Float, limit: Int) -> Range<Int> {
    let start = min(Int(low.rounded(.toNearestOrEven)), limit - 1)
    let end = Int(high.rounded(.toNearestOrEven))
    return start..<max(end, start + 1)
  }

  /// Whether the box lies inside an image.
  public func isInside(_ image: PixelImage) -> Bool {
    left >= 0 && top >= 0 && left + width <= image.width && top + height <= image.height
  }
}

extension PixelImage {
  /// A copy of a box of the image; pixels outside the image are black, as in Pillow's `crop`.
  public func cropped(to box: PixelBox) -> PixelImage {
    var pixels = [UInt8](repeating: 0, count: box.width * box.height * 3)
    let columns = max(box.left, 0)..<max(min(box.left + box.width, width), max(box.left, 0))
    for y in max(box.top, 0)..<max(min(box.top + box.height, height), max(box.top, 0))
    where !columns.isEmpty {
      let from = (y * width + columns.lowerBound) * 3
      let to = ((y - box.top) * box.width + columns.lowerBound - box.left) * 3
      pixels.replaceSubrange(
        to..<to + columns.count * 3, with: rgb[from..<from + columns.count * 3])
    }
    return PixelImage(width: box.width, height: box.height, rgb: pixels)
  }
}
