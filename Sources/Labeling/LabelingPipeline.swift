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
  static let algorithm = 3

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
    var inputs = try InputPass(settings: settings.input).read(observer)
    inputs.proposalFiles = try ProposalFilePass(settings: settings, scratch: dataset.root)
      .read(inputs, observer)
    let models = try await ModelPass(settings: settings, dataset: dataset, runner: runner)
      .load(inputs)
    let plan = try PlanPass(settings: settings, dataset: dataset).freeze(inputs, models, observer)
    try ProposalFileStats.write(inputs.proposalFiles, to: dataset.stats)
    var result = LabelingResult(dataset: dataset, settings: settings, inputs: inputs, plan: plan)
    if last != .regions {
      result.pool = try await ConceptsPass(settings: settings, dataset: dataset, runner: runner)
        .run(inputs, models, observer)
    }
    guard last != .concepts else { return result }
    let regions = try await RegionsPass(settings: settings, dataset: dataset, runner: runner)
      .run(plan, inputs, models, observer)
    result.regions = regions.report
    guard last != .regions, let pool = result.pool else { return result }
    let labels = try await LabelsPass(settings: settings, dataset: dataset, runner: runner)
      .run(plan, inputs, pool, regions.shards, observer)
    result.labels = labels
    guard last != .labels else { return result }
    result.index = try IndexPass(dataset: dataset, isForced: rebuildsIndex)
      .run(pool, labels, observer)
    return result
  }
}
