internal import Kernels
public import Records

/// A region proposal network as a source of proposals: RegionCLIP's, torchvision's, detectron2's.
public struct RPNProposer: Proposer {
  /// The network.
  public let model: RPNModel

  private let source: UInt8

  /// Creates a proposer; `source` is its place in the configured list.
  public init(model: RPNModel, source: UInt8) {
    self.model = model
    self.source = source
  }

  /// The network's boxes; the score is the sigmoid of the logit.
  ///
  /// Throws `CheckpointError` for a model whose output is NaN or infinite.
  public func propose(_ image: PixelImage, key: ImageKey) throws -> [Proposal] {
    try model.detect(image, named: "\(key)").map {
      Proposal(box: $0.box, score: sigmoid($0.logit), logit: $0.logit, source: source)
    }
  }
}
