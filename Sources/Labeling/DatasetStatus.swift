import Codecs
import Foundation
public import Pipeline
import ShardStore

/// How far a data set is, told from its files alone.
public struct DatasetStatus: Sendable {
  /// A pass's shards.
  public struct Shards: Sendable {
    /// Name of the pass, or of the label set.
    public let name: String
    /// The folder.
    public let folder: String
    /// Units that have a shard.
    public let done: [WorkUnit]
    /// Units that have none.
    public let missing: [WorkUnit]
  }

  /// The frozen plan.
  public let plan: Plan
  /// Regions first, then each label set in the order of their names.
  public let passes: [Shards]

  /// Reads the plan of the data set at `root` and looks for its shards.
  ///
  /// - Throws: `PipelineError` when there is no plan.
  public init(root: String) throws {
    let dataset = Dataset(root: root)
    guard let plan = try PlanFile(path: dataset.plan).read() else {
      throw PipelineError.missingArtifact(path: dataset.plan, pass: "run")
    }
    self.plan = plan
    let sets = (try? PosixFileSystem().entries(of: dataset.labels).sorted()) ?? []
    let folders =
      [("regions", dataset.regions)] + sets.map { ("labels \($0)", dataset.labelSet($0)) }
    passes = folders.map { name, folder in
      let isThere = { (unit: WorkUnit) in
        FileManager.default.fileExists(atPath: "\(folder)/\(ShardName(unit: unit.index))")
      }
      return Shards(
        name: name, folder: folder, done: plan.units.filter(isThere),
        missing: plan.units.filter { !isThere($0) })
    }
  }
}
