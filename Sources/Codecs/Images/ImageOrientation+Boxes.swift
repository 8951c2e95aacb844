public import Records

extension ImageOrientation {
  /// The orientation that undoes this one.
  public var inverse: ImageOrientation {
    switch self {
    case .rightTop: .leftBottom
    case .leftBottom: .rightTop
    default: self
    }
  }

  /// Where a box of a stored picture of `width` by `height` pixels lies in the upright one.
  ///
  /// The way back is that of `inverse` with the upright picture's sides.
  public func upright(_ box: Box, width: Int, height: Int) -> Box {
    let (w, h) = (Float(width), Float(height))
    return switch self {
    case .topLeft: box
    case .topRight: Box(x1: w - box.x2, y1: box.y1, x2: w - box.x1, y2: box.y2)
    case .bottomRight: Box(x1: w - box.x2, y1: h - box.y2, x2: w - box.x1, y2: h - box.y1)
    case .bottomLeft: Box(x1: box.x1, y1: h - box.y2, x2: box.x2, y2: h - box.y1)
    case .leftTop: Box(x1: box.y1, y1: box.x1, x2: box.y2, y2: box.x2)
    case .rightTop: Box(x1: h - box.y2, y1: box.x1, x2: h - box.y1, y2: box.x2)
    case .rightBottom: Box(x1: h - box.y2, y1: w - box.x2, x2: h - box.y1, y2: w - box.x1)
    case .leftBottom: Box(x1: box.y1, y1: w - box.x2, x2: box.y2, y2: w - box.x1)
    }
  }
}
