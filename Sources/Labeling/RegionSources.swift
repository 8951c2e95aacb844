import Codecs
import Inputs
import Pipeline
import Proposals
import Records
import ShardStore

/// The configured proposers in their order, and the chain that their boxes go through.
struct RegionSources: Sendable {
  private struct Source {
    /// Proposals of an image, and how many more there were.
    let propose:
      @Sendable (PixelImage, ImageOrientation, ImageKey) throws
        -> (found: [Proposal], withheld: Int)
    let name: String
    let isExempt: Bool
    var scoreMin: Float = 0
    /// Score given to every box of a source that has none of its own.
    var score: Float?
  }

  /// Those of the sources that are OWL detectors.
  let owl: OWLSources

  private let sources: [Source]
  /// What boxes of ranked sources go through.
  private let chain: ProposalChain
  /// What boxes of exempt sources go through: they are cut and measured, never ranked out.
  private let exemptChain: ProposalChain

  /// Loads the proposers; `inputs` hold the ground truth and the files of proposals.
  init(settings: PipelineSettings, inputs: LabelingInputs) throws {
    try self.init(
      settings: settings.regions, orientation: settings.input.exifOrientation.rule,
      truth: inputs.groundTruth, files: inputs.proposalFiles)
  }

  /// Loads the proposers; `truth` feeds the ground-truth source, `files` those that read files.
  init(
    settings: RegionSettings, orientation: OrientationRule, truth: GroundTruth?,
    files: [ImportedProposals]
  ) throws {
    let owl = try OWLSources(settings.proposals)
    self.owl = owl
    sources = try settings.proposals.enumerated().map { index, source in
      try Self.source(
        source, number: UInt8(index), orientation: orientation, owl: owl, truth: truth,
        files: files)
    }
    chain = settings.chain.proposalChain
    exemptChain = ProposalChain(chain.steps.filter(\.isGeometric))
  }

  /// The boxes of one image, in the order of `Proposal.ranksBefore`; what was dropped is counted.
  ///
  /// `tag` says how the stored picture has to be turned to be upright, whether it was or not.
  func propose(
    _ image: PixelImage, tag: ImageOrientation, key: ImageKey, report: inout StageReport
  ) throws -> [Proposal] {
    var ranked: [Proposal] = []
    var exempt: [Proposal] = []
    for source in sources {
      var (found, withheld) = try source.propose(image, tag, key)
      if let score = source.score {
        found = found.map {
          Proposal(box: $0.box, score: score, logit: score, source: $0.source)
        }
      }
      found = found.filter { $0.score >= source.scoreMin }.sorted(by: Proposal.ranksBefore)
      report.count("proposals of \(source.name)", found.count)
      if withheld > 0 { report.count("dropped by the top of \(source.name)", withheld) }
      if source.isExempt { exempt += found } else { ranked += found }
    }
    let kept =
      apply(chain, ranked, image, key, &report) + apply(exemptChain, exempt, image, key, &report)
    let ranks = kept.sorted(by: Proposal.ranksBefore)
    if ranks.count > ShardLimits.regionsMax {
      report.count("dropped by the shard's limit", ranks.count - ShardLimits.regionsMax)
    }
    return Array(ranks.prefix(ShardLimits.regionsMax))
  }

  private func apply(
    _ chain: ProposalChain, _ proposals: [Proposal], _ image: PixelImage, _ key: ImageKey,
    _ report: inout StageReport
  ) -> [Proposal] {
    let result = chain.apply(proposals, to: image, key: key)
    report.addRejections(.invalidBox, result.invalid)
    if result.cut > 0 { report.count("clipped", result.cut) }
    for (step, dropped) in zip(chain.steps, result.dropped) where dropped > 0 {
      report.count("dropped by \(step.name)", dropped)
    }
    return result.kept
  }

  private static func source(
    _ source: ProposalSource, number: UInt8, orientation: OrientationRule, owl: OWLSources,
    truth: GroundTruth?, files: [ImportedProposals]
  ) throws -> Source {
    func made(_ proposer: any Proposer) -> Source {
      Source(
        propose: { image, _, key in (try proposer.propose(image, key: key), 0) }, name: source.name,
        isExempt: source.isExempt)
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
    case .file(let file):
      guard let found = files.first(where: { $0.source == Int(number) }) else {
        preconditionFailure("every file that the settings name was read")
      }
      let proposer = FileProposer(
        table: found.table, top: file.top, frame: file.exifOrientation.frame ?? orientation,
        orientation: orientation, source: number)
      return Source(
        propose: proposer.propose, name: source.name, isExempt: source.isExempt,
        scoreMin: Float(file.scoreMin))
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
    case .random(let random):
      var result = made(
        RandomBoxProposer(
          count: random.count, grid: random.grid, seed: UInt64(random.seed), source: number))
      result.score = Float(random.score)
      return result
    case .wholeImage(let whole):
      var result = made(WholeImageProposer(source: number))
      result.score = Float(whole.score)
      return result
    }
  }
}
