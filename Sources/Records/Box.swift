/// An axis-aligned box in pixels of the original image, corners `x1, y1, x2, y2`.
///
/// Edges are continuous coordinates: a box that covers the first pixel is `0, 0, 1, 1`.
/// Areas and overlaps carry no `+ 1`, as in torchvision and detectron2.
public struct Box: Hashable, Sendable {
  /// Left edge.
  public var x1: Float
  /// Top edge.
  public var y1: Float
  /// Right edge, exclusive.
  public var x2: Float
  /// Bottom edge, exclusive.
  public var y2: Float

  /// Creates a box from its corners.
  public init(x1: Float, y1: Float, x2: Float, y2: Float) {
    self.x1 = x1
    self.y1 = y1
    self.x2 = x2
    self.y2 = y2
  }

  /// Creates a box from COCO's `[x, y, width, height]`.
  public init(x: Float, y: Float, width: Float, height: Float) {
    self.init(x1: x, y1: y, x2: x + width, y2: y + height)
  }

  /// Width in pixels; negative when the corners are swapped.
  public var width: Float { x2 - x1 }

  /// Height in pixels; negative when the corners are swapped.
  public var height: Float { y2 - y1 }

  /// Area in square pixels, 0 for an empty or inverted box.
  public var area: Float { max(0, width) * max(0, height) }

  /// Whether all four edges are finite numbers.
  public var isFinite: Bool {
    x1.isFinite && y1.isFinite && x2.isFinite && y2.isFinite
  }

  /// The part of the box inside an image of `width` by `height` pixels; may be empty.
  public func clipped(width: Int, height: Int) -> Box {
    let right = Float(width)
    let bottom = Float(height)
    return Box(
      x1: min(max(x1, 0), right), y1: min(max(y1, 0), bottom),
      x2: min(max(x2, 0), right), y2: min(max(y2, 0), bottom))
  }

  /// Area shared with `other`, in square pixels.
  public func intersection(with other: Box) -> Float {
    let shared = Box(
      x1: max(x1, other.x1), y1: max(y1, other.y1), x2: min(x2, other.x2), y2: min(y2, other.y2))
    return shared.area
  }

  /// Intersection over union with `other`, in 0...1; 0 when both are empty.
  public func iou(with other: Box) -> Float {
    let shared = intersection(with: other)
    let union = area + other.area - shared
    return union > 0 ? shared / union : 0
  }
}
