internal import Records

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// The anchors of one level: some boxes at each position of a map.
struct AnchorGrid: Hashable, Sendable {
  /// Boxes around the origin, in the order of the head's outputs.
  let cells: [Box]

  /// Makes the boxes of all sizes with all ratios of height to width, sizes outside.
  ///
  /// torchvision computes in single precision and rounds edges to whole pixels, halves to even;
  /// detectron2 computes in double precision and does not round.
  init(sizes: [Float], ratios: [Float], kind: RPNConfiguration.Kind) {
    cells = sizes.flatMap { size in
      ratios.map { ratio in
        switch kind {
        case .torchvision:
          let root = ratio.squareRoot()
          let right = (1 / root * size / 2).rounded(.toNearestOrEven)
          let bottom = (root * size / 2).rounded(.toNearestOrEven)
          return Box(x1: -right, y1: -bottom, x2: right, y2: bottom)
        case .detectron2:
          let width = (Double(size) * Double(size) / Double(ratio)).squareRoot()
          let height = Double(ratio) * width
          return Box(
            x1: Float(-width / 2), y1: Float(-height / 2), x2: Float(width / 2),
            y2: Float(height / 2))
        }
      }
    }
  }

  /// An anchor at a position of the map whose positions are so many pixels apart.
  func anchor(_ cell: Int, x: Int, y: Int, strideX: Int, strideY: Int) -> Box {
    let box = cells[cell]
    let (right, down) = (Float(x * strideX), Float(y * strideY))
    return Box(x1: right + box.x1, y1: down + box.y1, x2: right + box.x2, y2: down + box.y2)
  }
}

extension Box {
  /// The largest change of a width or height, as a logarithm: 1000 pixels from 16.
  private static let logarithmMax: Float = 4.135_166_556_742_356

  /// The box that changes of centre and size make of this one
  /// (https://arxiv.org/abs/1311.2524, appendix C).
  func changed(byX dx: Float, y dy: Float, width dw: Float, height dh: Float) -> Box {
    let centreX = dx * width + (x1 + 0.5 * width)
    let centreY = dy * height + (y1 + 0.5 * height)
    let halfWidth = 0.5 * (expf(min(dw, Box.logarithmMax)) * width)
    let halfHeight = 0.5 * (expf(min(dh, Box.logarithmMax)) * height)
    return Box(
      x1: centreX - halfWidth, y1: centreY - halfHeight, x2: centreX + halfWidth,
      y2: centreY + halfHeight)
  }
}
