public import Records

/// Windows on regular grids: the ablation that asks what a learnt proposer is worth.
///
/// A grid of `n` has `n * n` windows, each `2 / (n + 1)` of the image's sides, so neighbours overlap
/// by half and the windows together cover the image.
public struct GridProposer: Proposer {
  private let grids: [Int]
  private let source: UInt8

  /// Creates a proposer; `grids` are windows along one side, each at least 1.
  public init(grids: [Int] = [1, 2, 3, 4, 6], source: UInt8) {
    precondition(!grids.isEmpty && grids.allSatisfy { $0 > 0 })
    self.grids = grids
    self.source = source
  }

  /// The windows with score 1.
  public func propose(_ image: PixelImage, key: ImageKey) -> [Proposal] {
    var proposals: [Proposal] = []
    let width = Float(image.width)
    let height = Float(image.height)
    for grid in grids {
      let step = 1 / Float(grid + 1)
      for row in 0..<grid {
        for column in 0..<grid {
          let box = Box(
            x1: Float(column) * step * width, y1: Float(row) * step * height,
            x2: Float(column + 2) * step * width, y2: Float(row + 2) * step * height)
          proposals.append(Proposal(box: box, score: 1, logit: 1, source: source))
        }
      }
    }
    return proposals
  }
}
