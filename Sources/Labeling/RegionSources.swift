import Pipeline
import Proposals
import Records
import ShardStore

/// The configured proposers in their order, and the chain that their boxes go through.
struct RegionSources: Sendable {
  private struct Source {
    let proposer: any Proposer
    let name: String
    let isExempt: Bool
    var scoreMin: Float = 0
    var top = Int.max
    /// Score given to every box of a source that has none of its own.
    var score: Float?
  }

  /// Those of the sources that are OWL detectors.
  let owl: OWLSources

  private let sources: [Source]
  private let chain: ProposalChain
  /// What boxes of exempt sources go through: they are cut and measured, never ranked out.
  private let exemptChain: ProposalChain

  /// Loads the proposers; `truth` feeds the ground-truth source.
  init(settings: RegionSettings, truth: GroundTruth?) throws {
    let owl = try OWLSources(settings.proposals)
    self.owl = owl
    sources = try settings.proposals.enumerated().map { index, source in
      try Self.source(source, number: UInt8(index), owl: owl, truth: truth)
    }
    let size = ProposalChain.Step.minimumSide(pixels: Float(settings.chain.minSize))
    chain = ProposalChain([
      .clip, size, .minimumScore(Float(settings.chain.scoreMin)),
      .suppress(overlapMax: Float(settings.chain.nmsIOU)), .best(settings.chain.top),
    ])
    exemptChain = ProposalChain([.clip, size])
  }

  /// The boxes of one image, in the order of `Proposal.ranksBefore`; what was dropped is counted.
  func propose(
    _ image: PixelImage, key: ImageKey, report: inout StageReport
  ) throws -> [Proposal] {
    var ranked: [Proposal] = []
    var exempt: [Proposal] = []
    for source in sources {
      var found = try source.proposer.propose(image, key: key)
      if let score = source.score {
        found = found.map {
          Proposal(box: $0.box, score: score, logit: score, source: $0.source)
        }
      }
      found = found.filter { $0.score >= source.scoreMin }.sorted(by: Proposal.ranksBefore)
      found = Array(found.prefix(source.top))
      report.count("proposals of \(source.name)", found.count)
      if source.isExempt { exempt += found } else { ranked += found }
    }
    let kept = apply(chain, ranked, image, &report) + apply(exemptChain, exempt, image, &report)
    let ranks = kept.sorted(by: Proposal.ranksBefore)
    if ranks.count > ShardLimits.regionsMax {
      report.count("dropped by the shard's limit", ranks.count - ShardLimits.regionsMax)
    }
    return Array(ranks.prefix(ShardLimits.regionsMax))
  }

  private func apply(
    _ chain: ProposalChain, _ proposals: [Proposal], _ image: PixelImage,
    _ report: inout StageReport
  ) -> [Proposal] {
    let result = chain.apply(proposals, to: image)
    report.addRejections(.invalidBox, result.invalid)
    for (step, dropped) in zip(chain.steps, result.dropped) where dropped > 0 {
      report.count("dropped by \(step.name)", dropped)
    }
    return result.kept
  }

  private static func source(
    _ source: ProposalSource, number: UInt8, owl: OWLSources, truth: GroundTruth?
  ) throws -> Source {
    func made(_ proposer: any Proposer) -> Source {
      Source(proposer: proposer, name: source.name, isExempt: source.isExempt)
    }
    switch source {
    case .owlv2(let settings), .owlvit(let settings):
      // The proposer itself keeps to `top` and `top_per_query`.
      var result = made(owl.proposer(Int(number)))
      result.scoreMin = Float(settings.scoreMin)
      return result
    case .rpn(let rpn):
      let options = RPNModel.Options(
        preNMS: rpn.preNms, postNMS: rpn.postNms, overlapMax: rpn.nmsIOU)
      let model = try RPNModel(folder: rpn.model, options: options)
      var result = made(RPNProposer(model: model, source: number))
      result.scoreMin = Float(rpn.scoreMin)
      return result
    case .groundTruth(let known):
      let boxes = (truth?.boxes ?? [:]).mapValues { boxes in
        boxes.filter { known.crowds || !$0.isCrowd }
          .map { KnownBoxes.Entry(box: $0.box, score: 1) }
      }
      return made(KnownBoxes(boxes: boxes, source: number))
    case .grid(let grid):
      var result = made(GridProposer(grids: grid.cells, source: number))
      result.score = Float(grid.score)
      return result
    case .wholeImage(let whole):
      var result = made(WholeImageProposer(source: number))
      result.score = Float(whole.score)
      return result
    }
  }
}
