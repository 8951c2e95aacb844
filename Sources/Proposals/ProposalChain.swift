public import Kernels
public import Records

/// What happens to proposals before they become regions, as a list of values in their order.
public struct ProposalChain: Hashable, Sendable {
  /// Which proposals may suppress each other.
  public enum Scope: String, CaseIterable, Sendable {
    /// All of them.
    case all
    /// Those of one source.
    case source
    /// Those of one source that answer one query; those without a query count as one.
    case query
  }

  /// One step.
  public enum Step: Hashable, Sendable {
    /// Cuts boxes at the image's border and drops those that lie outside it.
    ///
    /// With inclusive edges the last coordinate is the last pixel, `width - 1`.
    case clip(BoxSuppression.Convention = .continuous)
    /// Drops boxes narrower or lower than this many pixels.
    case minimumSide(pixels: Float)
    /// Drops boxes that score below this.
    case minimumScore(Float)
    /// Greedy non-maximum suppression: a box goes when its IoU with a better one of the same scope
    /// that stays is above the limit.
    case suppress(
      overlapMax: Double, scope: Scope = .all, convention: BoxSuppression.Convention = .continuous)
    /// Keeps this many of the best.
    case best(Int)
    /// Keeps this many, drawn without replacement; which ones depends on seed and image alone.
    case sample(Int, seed: UInt64)

    /// What pipeline files and reports call the step.
    public var name: String {
      switch self {
      case .clip: "clip"
      case .minimumSide: "min_size"
      case .minimumScore: "score_min"
      case .suppress: "nms"
      case .best: "top"
      case .sample: "sample"
      }
    }

    /// The step with its settings on one line, as plans and reports record it.
    public var summary: String {
      switch self {
      case .clip(let convention): name + (convention == .inclusive ? " plus_one" : "")
      case .minimumSide(let pixels): "\(name) \(pixels)"
      case .minimumScore(let score): "\(name) \(score)"
      case .suppress(let overlapMax, let scope, let convention):
        "\(name) \(overlapMax) \(scope.rawValue)" + (convention == .inclusive ? " plus_one" : "")
      case .best(let count): "\(name) \(count)"
      case .sample(let count, let seed): "\(name) \(count) seed \(seed)"
      }
    }

    /// Whether the step is about geometry alone and no choice among proposals.
    public var isGeometric: Bool {
      switch self {
      case .clip, .minimumSide: true
      case .minimumScore, .suppress, .best, .sample: false
      }
    }
  }

  /// Proposals that went through a chain.
  public struct Result: Hashable, Sendable {
    /// What is left, in the order of `Proposal.ranksBefore`.
    public var kept: [Proposal]
    /// Proposals dropped at the start because a number in them is not finite.
    public var invalid: Int
    /// Proposals that `clip` made smaller and did not drop.
    public var cut: Int
    /// Proposals that each step dropped, in the chain's order.
    public var dropped: [Int]
  }

  /// The steps in their order.
  public var steps: [Step]

  /// Creates a chain.
  public init(_ steps: [Step]) {
    self.steps = steps
  }

  /// The steps on one line, as plans and reports record them.
  public var summary: String { steps.map(\.summary).joined(separator: ", ") }

  /// Takes an image's proposals through the chain.
  ///
  /// Equal scores rank by the box's edges, so the result does not depend on the order in which
  /// sources gave their proposals. `key` decides what a sample draws.
  public func apply(_ proposals: [Proposal], to image: PixelImage, key: ImageKey) -> Result {
    var kept = proposals.filter {
      $0.box.isFinite && $0.score.isFinite && $0.logit.isFinite
    }
    var result = Result(kept: [], invalid: proposals.count - kept.count, cut: 0, dropped: [])
    kept.sort(by: Proposal.ranksBefore)
    for step in steps {
      let before = kept.count
      switch step {
      case .clip(let convention):
        kept = ProposalChain.clip(kept, image, convention, cut: &result.cut)
      case .minimumSide(let pixels):
        kept.removeAll { $0.box.width < pixels || $0.box.height < pixels }
      case .minimumScore(let score):
        kept.removeAll { $0.score < score }
      case .suppress(let overlapMax, let scope, let convention):
        let suppression = BoxSuppression(overlapMax: overlapMax, convention: convention)
        kept = ProposalChain.suppress(kept, suppression, scope)
      case .best(let count):
        kept.removeLast(max(0, kept.count - count))
      case .sample(let count, let seed):
        var draw = SeededDraw(seed: seed, key: key)
        kept = draw.sample(count, of: kept.count).map { kept[$0] }
      }
      result.dropped.append(before - kept.count)
    }
    result.kept = kept
    return result
  }

  private static func clip(
    _ proposals: [Proposal], _ image: PixelImage, _ convention: BoxSuppression.Convention,
    cut: inout Int
  ) -> [Proposal] {
    let last = convention == .inclusive ? 1 : 0
    var clipped: [Proposal] = []
    for var proposal in proposals {
      let box = proposal.box.clipped(width: image.width - last, height: image.height - last)
      guard box.width > 0 && box.height > 0 else { continue }
      if box != proposal.box { cut += 1 }
      proposal.box = box
      clipped.append(proposal)
    }
    // Equal scores rank by edges, and those have moved.
    clipped.sort(by: Proposal.ranksBefore)
    return clipped
  }

  /// Groups suppress on their own, with edges as they are: shifting groups apart, as torchvision
  /// does, would round the edges of the thousandth query.
  private static func suppress(
    _ proposals: [Proposal], _ suppression: BoxSuppression, _ scope: Scope
  ) -> [Proposal] {
    var members: [Group: [Int]] = [:]
    for (index, proposal) in proposals.enumerated() {
      members[Group(proposal, scope), default: []].append(index)
    }
    var stays: [Int] = []
    for group in members.values {
      let kept = suppression.kept(
        group.map { proposals[$0].box }, scores: group.map { proposals[$0].score })
      stays += kept.map { group[$0] }
    }
    return stays.sorted().map { proposals[$0] }
  }

  private struct Group: Hashable {
    var source: UInt8?
    var query: UInt32?

    init(_ proposal: Proposal, _ scope: Scope) {
      source = scope == .all ? nil : proposal.source
      query = scope == .query ? proposal.query : nil
    }
  }
}
