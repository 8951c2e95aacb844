public import Records

/// One box around the whole image: the lower bound for every other source.
public struct WholeImageProposer: Proposer {
  private let source: UInt8

  /// Creates a proposer; `source` is its place in the configured list.
  public init(source: UInt8) {
    self.source = source
  }

  /// The image's box with score 1.
  public func propose(_ image: PixelImage, key: ImageKey) -> [Proposal] {
    let box = Box(x1: 0, y1: 0, x2: Float(image.width), y2: Float(image.height))
    return [Proposal(box: box, score: 1, logit: 1, source: source)]
  }
}
