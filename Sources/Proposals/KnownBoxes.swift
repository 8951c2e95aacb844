public import Records

/// Boxes made before: ground truth for an upper bound, or another program's proposals.
public struct KnownBoxes: Proposer {
  /// A box with its score.
  public struct Entry: Hashable, Sendable {
    /// Where, in original pixels.
    public var box: Box
    /// Score in 0...1.
    public var score: Float
    /// Raw logit; the score itself where there is none.
    public var logit: Float

    /// Creates an entry.
    public init(box: Box, score: Float, logit: Float? = nil) {
      self.box = box
      self.score = score
      self.logit = logit ?? score
    }
  }

  private let boxes: [ImageKey: [Entry]]
  private let source: UInt8

  /// Creates a proposer of imported boxes; images without an entry have none.
  public init(boxes: [ImageKey: [Entry]], source: UInt8) {
    self.boxes = boxes
    self.source = source
  }

  /// Creates a proposer of annotated boxes with score 1; crowds are left out.
  public init(groundTruth: GroundTruth, source: UInt8) {
    self.init(
      boxes: groundTruth.boxes.mapValues { boxes in
        boxes.filter { !$0.isCrowd }.map { Entry(box: $0.box, score: 1) }
      }, source: source)
  }

  /// The boxes known for `key`.
  public func propose(_ image: PixelImage, key: ImageKey) -> [Proposal] {
    (boxes[key] ?? []).map { entry in
      Proposal(box: entry.box, score: entry.score, logit: entry.logit, source: source)
    }
  }
}
