public import Records

/// Boxes drawn at random: RegionCLIP's ablation of its proposals.
///
/// The image is divided into `grid` by `grid` cells. A box starts at the upper left corner of a cell
/// drawn uniformly and ends at the lower right corner of one drawn uniformly among those that are
/// not above or to the left of it. RegionCLIP draws once for a batch and on its padded canvas; here
/// every image has its own boxes, which depend on the seed and the image's key alone.
public struct RandomBoxProposer: Proposer {
  private let count: Int
  private let grid: Int
  private let seed: UInt64
  private let source: UInt8

  /// Creates a proposer of `count` boxes for each image; all numbers are at least 1.
  public init(count: Int = 100, grid: Int = 8, seed: UInt64, source: UInt8) {
    precondition(count > 0 && grid > 0)
    self.count = count
    self.grid = grid
    self.seed = seed
    self.source = source
  }

  /// The boxes with score 1.
  public func propose(_ image: PixelImage, key: ImageKey) -> [Proposal] {
    var draw = SeededDraw(seed: seed, key: key)
    let width = Float(image.width) / Float(grid)
    let height = Float(image.height) / Float(grid)
    return (0..<count).map { _ in
      let column = draw.below(grid)
      let row = draw.below(grid)
      let lastColumn = column + draw.below(grid - column)
      let lastRow = row + draw.below(grid - row)
      let box = Box(
        x1: Float(column) * width, y1: Float(row) * height,
        x2: min(Float(lastColumn + 1) * width, Float(image.width)),
        y2: min(Float(lastRow + 1) * height, Float(image.height)))
      return Proposal(box: box, score: 1, logit: 1, source: source)
    }
  }
}
