public import Records

/// How the edges of a box become whole pixels of a crop; published pipelines differ.
public struct CropEdges: Hashable, Sendable {
  /// What happens to the fractions of a box's edges.
  public enum Rounding: String, CaseIterable, Sendable {
    /// Edges go to the nearest whole number, halves to the even one, as Pillow's `crop` rounds.
    case nearest
    /// Fractions are cut off, as Python's `int()` does.
    case truncate
  }

  /// What happens to the part of a box that hangs over the image's border.
  public enum Overhang: String, CaseIterable, Sendable {
    /// It is cut off before rounding.
    case clip
    /// It is black, as in Pillow's `crop`.
    case black
  }

  /// The rounding of edges.
  public var rounding: Rounding
  /// The treatment of overhangs.
  public var overhang: Overhang

  /// Longest side of a crop in pixels; only boxes that hang over an image can reach it.
  public static let sideMax = 1 << 18

  /// Creates a rule.
  public init(rounding: Rounding = .nearest, overhang: Overhang = .clip) {
    self.rounding = rounding
    self.overhang = overhang
  }

  /// The pixels of a box of an image of `width` by `height` pixels, or why it has none.
  ///
  /// Boxes with a number that is not finite, inverted boxes and those whose crop would be longer
  /// than `sideMax` are `invalid_box`; boxes without area and boxes without a part inside the image
  /// are `empty_box`. An edge pair that falls together is widened by one pixel to the right or
  /// below, or to the left or above at the image's border: a box narrower than a pixel shows that
  /// pixel. (Pillow's resize fails for such crops and published scripts lose them.)
  public func pixels(of box: Box, width: Int, height: Int) -> Result<PixelBox, Rejection> {
    if let rejection = box.cropRejection(width: width, height: height) {
      return .failure(rejection)
    }
    let visible = overhang == .clip ? box.clipped(width: width, height: height) : box
    guard max(visible.width, visible.height) < Float(CropEdges.sideMax) else {
      return .failure(
        Rejection(
          .invalidBox,
          "\(box.edges) hangs far over the image: crops have at most \(CropEdges.sideMax) pixels "
            + "a side"))
    }
    let x = interval(visible.x1, visible.x2, limit: width)
    let y = interval(visible.y1, visible.y2, limit: height)
    return .success(
      PixelBox(left: x.lowerBound, top: y.lowerBound, width: x.count, height: y.count))
  }

  /// Whole pixels from `low` to `high`; at least one of them is below `limit` and not below 0.
  private func interval(_ low: Float, _ high: Float, limit: Int) -> Range<Int> {
    let rule: FloatingPointRoundingRule =
      rounding == .nearest ? .toNearestOrEven : .towardZero
    let start = min(Int(low.rounded(rule)), limit - 1)
    return start..<max(Int(high.rounded(rule)), start + 1, 1)
  }
}

extension Box {
  /// Why nothing of an image of `width` by `height` pixels can be cut out with the box; `nil` where
  /// something can.
  public func cropRejection(width: Int, height: Int) -> Rejection? {
    guard isFinite else { return Rejection(.invalidBox, "\(edges): expected finite edges") }
    guard self.width >= 0, self.height >= 0 else {
      return Rejection(.invalidBox, "\(edges): the right or lower edge lies before the other")
    }
    let inside = clipped(width: width, height: height)
    guard inside.width > 0, inside.height > 0 else {
      return Rejection(.emptyBox, "\(edges): no area inside an image of \(width) x \(height)")
    }
    return nil
  }

  /// The edges, for messages.
  fileprivate var edges: String { "\(x1), \(y1), \(x2), \(y2)" }
}
