public import Records

/// One side of a comparison: a finished label set with its regions.
public struct ComparedSet: Sendable {
  /// How the page calls it, for example the folder and the label set.
  public var name: String
  /// The data set's units in the plan's order.
  public var units: [DatasetReport.Unit]
  /// The label set's pool; index = concept id.
  public var concepts: [Concept]
  /// The proposal sources; index = `RegionRecord.sources`.
  public var sources: [ReportSource]
  /// What the set was made from, `labels.temperature` to `0.01`; models and digests too.
  public var settings: [String: String]

  /// Creates a side.
  public init(
    name: String, units: [DatasetReport.Unit], concepts: [Concept], sources: [ReportSource],
    settings: [String: String]
  ) {
    self.name = name
    self.units = units
    self.concepts = concepts
    self.sources = sources
    self.settings = settings
  }
}
