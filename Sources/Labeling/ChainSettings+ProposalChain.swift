import Kernels
import Proposals

extension ChainSettings {
  /// The steps that the settings mean.
  var proposalChain: ProposalChain {
    guard let steps else {
      return ProposalChain([
        .clip(), .minimumSide(pixels: Float(minSize)), .minimumScore(Float(scoreMin)),
        .suppress(overlapMax: nmsIOU), .best(top),
      ])
    }
    return ProposalChain(steps.map(\.step))
  }
}

extension ChainStep {
  fileprivate var step: ProposalChain.Step {
    switch self {
    case .clip(let clip): .clip(clip.plusOne ? .inclusive : .continuous)
    case .minSize(let size): .minimumSide(pixels: Float(size.pixels))
    case .scoreMin(let limit): .minimumScore(Float(limit.score))
    case .nms(let nms):
      .suppress(
        overlapMax: nms.iou, scope: nms.scope.scope,
        convention: nms.plusOne ? .inclusive : .continuous)
    case .top(let top): .best(top.count)
    case .sample(let sample): .sample(sample.count, seed: UInt64(sample.seed))
    }
  }
}

extension ChainStep.Suppression.Scope {
  fileprivate var scope: ProposalChain.Scope {
    switch self {
    case .all: .all
    case .source: .source
    case .query: .query
    }
  }
}
