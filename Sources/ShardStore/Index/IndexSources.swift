public import Records

/// What an index is made from.
public struct IndexSources: Sendable {
  /// Folder of the region shards.
  public var regions: String
  /// Folder of the label shards; `nil` for an index of regions only.
  public var labels: String?
  /// The concept pool; places are concept ids.
  ///
  /// Without one the concepts that the shards name are called `concept 0`, `concept 1`, ...
  public var concepts: [Concept]?
  /// Facts for the table `meta` besides those that the shards' headers give, such as the label
  /// set's name; no times, hosts or paths.
  public var facts: [String: String]
  /// How many regions are kept for each concept, highest cosine first.
  public var regionsPerConcept: Int

  /// Most concepts of an index without a pool: a label's number may say anything.
  static let conceptsMax = 10_000_000

  /// Names the sources.
  public init(
    regions: String, labels: String?, concepts: [Concept]?, facts: [String: String] = [:],
    regionsPerConcept: Int = 100
  ) {
    precondition(regionsPerConcept >= 0)
    self.regions = regions
    self.labels = labels
    self.concepts = concepts
    self.facts = facts
    self.regionsPerConcept = regionsPerConcept
  }
}

/// What a finished index holds.
public struct IndexSummary: Hashable, Sendable {
  /// How an index came to be.
  public enum Outcome: String, Sendable {
    /// Every record was read.
    case built
    /// Rows of the earlier index were taken over, and the records of later units were read.
    case extended
    /// The earlier index fits the shards; nothing was written.
    case unchanged
  }

  /// How it came to be.
  public var outcome = Outcome.built
  /// Number of images, rejected ones included.
  public var images = 0
  /// Number of rejected images.
  public var rejected = 0
  /// Number of regions.
  public var regions = 0
  /// Number of shards of both kinds.
  public var shards = 0
  /// Number of concepts.
  public var concepts = 0
  /// Number of class boxes.
  public var classBoxes = 0
  /// Size of the file in bytes.
  public var bytes = 0
}
