public import Pipeline

/// What a run leaves for those who read the data set: reports, exports, the summary on stdout.
public struct LabelingResult: Sendable {
  /// Where the data set is.
  public let dataset: Dataset
  /// The settings in force.
  public let settings: PipelineSettings
  /// The user's files, read and joined.
  public let inputs: LabelingInputs
  /// The frozen plan.
  public let plan: Plan
  /// The concept pool, once the concepts pass is done.
  public internal(set) var pool: EmbeddedPool?
  /// What this run's regions pass did; units of earlier runs are not in it.
  public internal(set) var regions: StageReport?
  /// The label set, once the labels pass is done.
  public internal(set) var labels: LabelSet?
  /// Whether the index was built in this run, once it is there.
  public internal(set) var index: IndexOutcome?
}

/// What the index pass did.
public enum IndexOutcome: String, Sendable {
  /// The index was built.
  case built
  /// The index was there and fits.
  case alreadyThere
}
