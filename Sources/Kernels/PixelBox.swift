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

  /// The pixels that both boxes have; `nil` when there are none.
  public func intersection(with other: PixelBox) -> PixelBox? {
    let (x, y) = (max(left, other.left), max(top, other.top))
    let (right, bottom) = (
      min(left + width, other.left + other.width), min(top + height, other.top + other.height)
    )
    guard x < right, y < bottom else { return nil }
    return PixelBox(left: x, top: y, width: right - x, height: bottom - y)
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
