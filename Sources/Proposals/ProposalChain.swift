internal import Kernels
public import Records

/// What happens to proposals before they become regions, as a list of values in their order.
public struct ProposalChain: Hashable, Sendable {
  /// One step.
  public enum Step: Hashable, Sendable {
    /// Cuts boxes at the image's border and drops those that lie outside it.
    case clip
    /// Drops boxes narrower or lower than this many pixels.
    case minimumSide(pixels: Float)
    /// Drops boxes that score below this.
    case minimumScore(Float)
    /// Greedy non-maximum suppression: a box goes when its IoU with a better one that stays is
    /// above the limit. Areas have no `+ 1`.
    case suppress(overlapMax: Float)
    /// Keeps this many of the best.
    case best(Int)

    /// What reports call the step.
    public var name: String {
      switch self {
      case .clip: "clip"
      case .minimumSide: "minimum_side"
      case .minimumScore: "minimum_score"
      case .suppress: "suppress"
      case .best: "best"
      }
    }
  }

  /// Proposals that went through a chain.
  public struct Result: Hashable, Sendable {
    /// What is left, in the order of `Proposal.ranksBefore`.
    public var kept: [Proposal]
    /// Proposals dropped at the start because a number in them is not finite.
    public var invalid: Int
    /// Proposals that each step dropped, in the chain's order.
    public var dropped: [Int]
  }

  /// The steps in their order.
  public var steps: [Step]

  /// Creates a chain.
  public init(_ steps: [Step]) {
    self.steps = steps
  }

  /// Takes an image's proposals through the chain.
  ///
  /// Equal scores rank by the box's edges, so the result does not depend on the order in which
  /// sources gave their proposals.
  public func apply(_ proposals: [Proposal], to image: PixelImage) -> Result {
    var kept = proposals.filter {
      $0.box.isFinite && $0.score.isFinite && $0.logit.isFinite
    }
    let invalid = proposals.count - kept.count
    kept.sort(by: Proposal.ranksBefore)
    var dropped: [Int] = []
    for step in steps {
      let before = kept.count
      kept = ProposalChain.apply(step, kept, image)
      dropped.append(before - kept.count)
    }
    return Result(kept: kept, invalid: invalid, dropped: dropped)
  }

  /// `proposals` are ranked, and so is the result.
  private static func apply(
    _ step: Step, _ proposals: [Proposal], _ image: PixelImage
  ) -> [Proposal] {
    switch step {
    case .clip:
      var clipped: [Proposal] = []
      for var proposal in proposals {
        proposal.box = proposal.box.clipped(width: image.width, height: image.height)
        if proposal.box.width > 0 && proposal.box.height > 0 { clipped.append(proposal) }
      }
      // Equal scores rank by edges, and those have moved.
      clipped.sort(by: Proposal.ranksBefore)
      return clipped
    case .minimumSide(let pixels):
      return proposals.filter { $0.box.width >= pixels && $0.box.height >= pixels }
    case .minimumScore(let score):
      return proposals.filter { $0.score >= score }
    case .suppress(let overlapMax):
      let overlapMax = Double(min(max(overlapMax, 0), 1))
      return BoxSuppression(overlapMax: overlapMax)
        .kept(proposals.map(\.box), scores: proposals.map(\.score)).map { proposals[$0] }
    case .best(let count):
      return Array(proposals.prefix(count))
    }
  }
}
