internal import CLIP
public import Pipeline

/// The whole program: four one-way passes over a data set.
///
///     captions ─▶ concepts ─┐
///     images ──▶ regions ───┴▶ labels ─▶ index        (report and exports read the result)
///
/// Each pass reads the artifacts of earlier ones and writes its own; none edits another's. A pass
/// that finds its artifact done returns it, so running again continues.
public struct LabelingPipeline: Sendable {
  /// A pass, for running it alone.
  public enum Pass: String, CaseIterable, Sendable {
    case concepts, regions, labels, index
  }

  /// Name and version of the tool, as written into plans and shards.
  public static let toolVersion = "pseudobox 0.1.0"

  /// Counts the changes to the arithmetic behind regions and labels.
  ///
  /// Part of every digest, so that a data set is never continued by a program that would give other
  /// bytes. Raise it with each such change.
  static let algorithm = 4

  /// What the pipeline file says.
  public let settings: PipelineSettings
  /// Where everything is written.
  public let dataset: Dataset
  private let runner: UnitRunner
  private let observer: RunObserver

  /// Creates the pipeline of `settings` over the data set in `output`.
  public init(
    settings: PipelineSettings, output: String, threads: Int, stop: StopFlag,
    observer: RunObserver
  ) {
    self.settings = settings
    self.dataset = Dataset(root: output)
    self.runner = UnitRunner(threads: threads, stop: stop)
    self.observer = observer
  }

  /// Runs all passes, or those up to `last` whose artifacts are not there yet.
  ///
  /// `rebuildsIndex` makes the index again even when one is there that seems to fit.
  public func run(
    through last: Pass = .index, rebuildsIndex: Bool = false
  ) async throws -> LabelingResult {
    var (result, models) = try await freeze(towers: last == .regions ? .image : .both)
    let (inputs, plan) = (result.inputs, result.plan)
    if last != .regions { result.pool = try await concepts.run(inputs, models, observer) }
    guard last != .concepts else { return result }
    let regions = try await self.regions.run(plan, inputs, models, observer)
    result.regions = regions.report
    guard last != .regions, let pool = result.pool else { return result }
    let labels = try await self.labels.run(plan, inputs, pool, regions.shards, observer)
    result.labels = labels
    guard last != .labels else { return result }
    result.index = try await IndexPass(
      dataset: dataset, runner: runner, isForced: rebuildsIndex
    ).run(pool, labels, observer)
    return result
  }

  /// Freezes all that workers share: the plan, the concept pool and the label set's description.
  ///
  /// Runs once, before any worker; running it again changes nothing. Workers never make any of it.
  public func prepare() async throws -> LabelingResult {
    var (result, models) = try await freeze(towers: .both)
    let pool = try await concepts.run(result.inputs, models, observer)
    result.pool = pool
    result.labels = try labels.prepare(
      result.inputs, pool, try regions.shards(result.plan, models))
    return result
  }

  /// Tries rejected images again whose files have changed; labels and index follow.
  ///
  /// With `looksOnly` nothing is written. Throws `PipelineError.beingWritten` while others write,
  /// and `otherLabelSets` when sets that this pipeline does not make would lose units, unless
  /// `dropsOtherLabels`.
  public func retry(looksOnly: Bool, dropsOtherLabels: Bool) async throws -> RetryOutcome {
    let plan = try PlanFile(path: dataset.plan).frozen()
    let (inputs, models) = try await read()
    try planning.check(inputs, models, plan)
    let pass = RetryPass(dataset: dataset, regions: regions)
    let shards = try regions.shards(plan, models)
    if looksOnly { return try pass.look(plan, shards, inputs, runner.stop) }
    let pool = try? concepts.finished(inputs, models)
    let own = try pool.map { try labels.name(inputs, $0, shards) }
    let outcome = try await pass.run(
      plan, shards, inputs, models, observer, labelSet: own, dropsOtherLabels: dropsOtherLabels)
    if !outcome.replaced.isEmpty { _ = try await run() }
    return outcome
  }

  /// Does some units of the regions or labels pass, as one worker of many over a frozen plan.
  ///
  /// Units that are done are left alone; two workers with one unit make the same bytes.
  ///
  /// - Throws: `PipelineError.missingArtifact` when nothing was planned, `planChanged` or
  ///   `labelSetNotPlanned` when inputs, settings, models or program are not those of the plan.
  public func work(_ pass: Pass, on select: (Plan) throws -> UnitSelection) async throws {
    precondition(pass == .regions || pass == .labels, "the other passes have no units")
    let plan = try PlanFile(path: dataset.plan).frozen()
    let selected = try select(plan).units(of: plan)
    // Thousands of tasks may be started over units that are done: they look at nothing else.
    if pass == .regions, planning.hasSettings(of: plan), try regions.areDone(selected, plan) {
      observer.note(.info, "regions: \(selected.count) units, done already", [:])
      return
    }
    let (inputs, models) = try await read(of: plan)
    try planning.check(inputs, models, plan)
    switch pass {
    case .regions: _ = try await regions.run(plan, units: selected, inputs, models, observer)
    default:
      _ = try await labels.run(
        plan, units: selected, inputs, try concepts.finished(inputs, models),
        try regions.shards(plan, models), observer)
    }
  }

  /// The same pipeline over a data set elsewhere.
  func moved(to output: String) -> LabelingPipeline {
    LabelingPipeline(
      settings: settings, output: output, threads: runner.threads, stop: runner.stop,
      observer: observer)
  }

  var planning: PlanPass { PlanPass(settings: settings, dataset: dataset, runner: runner) }
  private var concepts: ConceptsPass {
    ConceptsPass(settings: settings, dataset: dataset, runner: runner)
  }
  var regions: RegionsPass {
    RegionsPass(settings: settings, dataset: dataset, runner: runner)
  }
  private var labels: LabelsPass {
    LabelsPass(settings: settings, dataset: dataset, runner: runner)
  }

  /// The user's files and what is known of the models without their weights.
  ///
  /// Workers give the frozen plan: they read its list of inputs and none of the user's. A first run
  /// names `towers` of the teacher that it needs next.
  func read(
    of frozen: Plan? = nil, ahead towers: CLIPTowers = []
  ) async throws -> (LabelingInputs, LabelingModels) {
    let pass = InputPass(settings: settings.input, dataset: dataset, stop: runner.stop)
    var inputs =
      try frozen.map {
        try pass.reopen($0, observer, withGroundTruth: settings.regions.needsGroundTruth)
      } ?? pass.read(observer)
    inputs.proposalFiles = try ProposalFilePass(settings: settings, scratch: dataset.root)
      .read(inputs, observer)
    let models = try await ModelPass(settings: settings, dataset: dataset, runner: runner)
      .load(inputs, ahead: towers)
    return (inputs, models)
  }

  private func freeze(towers: CLIPTowers) async throws -> (LabelingResult, LabelingModels) {
    let (inputs, models) = try await read(ahead: towers)
    let plan = try await planning.freeze(inputs, models, observer)
    try ProposalFileStats.write(inputs.proposalFiles, to: dataset.stats)
    try models.knownFiles.write()
    return (
      LabelingResult(dataset: dataset, settings: settings, inputs: inputs, plan: plan), models
    )
  }
}
