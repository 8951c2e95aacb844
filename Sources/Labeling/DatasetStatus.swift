import Codecs
import Foundation
public import Pipeline
import ShardStore

/// How far a data set is, told from its files alone.
public struct DatasetStatus: Sendable {
  /// A pass's shards.
  public struct Shards: Sendable {
    /// Name of the pass: `regions` or `labels`.
    public let pass: String
    /// Name of the label set; `nil` for regions.
    public let labelSet: String?
    /// The folder.
    public let folder: String
    /// Units that have a shard.
    public let done: [WorkUnit]
    /// Units that have none, those that are worked on included.
    public let missing: [WorkUnit]
    /// Who works on which missing unit, as far as its temporary file tells.
    public let running: [RunningUnit]
    /// Missing units whose last try failed, and why; a unit that is tried again is left out.
    public let failed: [FailedUnit]
    /// How fast it goes, from the statistics of the units that are done.
    public let speed: PassSpeed

    /// The pass with its label set, for people.
    public var name: String { labelSet.map { "\(pass) \($0)" } ?? pass }
  }

  /// A unit whose temporary file is being written.
  public struct RunningUnit: Hashable, Sendable, Codable {
    /// The unit's number.
    public let unit: Int
    /// The writer's machine.
    public let host: String
    /// The writer's process on that machine.
    public let process: Int32
  }

  /// A unit whose last try failed.
  public struct FailedUnit: Hashable, Sendable, Codable {
    /// The unit's number.
    public let unit: Int
    /// What went wrong.
    public let error: String
    /// The machine on which it did.
    public let host: String
    /// When, in seconds since 1970.
    public let time: Double
  }

  /// The frozen plan.
  public let plan: Plan
  /// Regions first, then each label set in the order of their names.
  public let passes: [Shards]

  /// Reads the plan of the data set at `root` and looks for its shards.
  ///
  /// A temporary file of another machine counts as being written while it is younger than
  /// `freshSeconds`; rates are those of the last `window` seconds before `now`
  /// (since 1970; `nil` is the clock's time).
  ///
  /// Without `measures` no statistics of units are read, and nothing is known of failures and speed.
  ///
  /// - Throws: `PipelineError` when there is no plan.
  public init(
    root: String, measures: Bool = true, freshSeconds: Int = 600, window: Double = 3600,
    now: Double? = nil
  ) throws {
    let now = now ?? Date().timeIntervalSince1970
    let dataset = Dataset(root: root)
    let plan = try PlanFile(path: dataset.plan).frozen()
    self.plan = plan
    func shards(_ set: String?) -> Shards {
      let folder = set.map(dataset.labelSet) ?? dataset.regions
      let stats = UnitStats(
        folder: set.map { "\(dataset.stats)/labels/\($0)" } ?? "\(dataset.stats)/regions")
      let names = (try? PosixFileSystem().entries(of: folder)) ?? []
      let there = Set(names.compactMap { ShardName($0)?.unit })
      let done = plan.units.filter { there.contains($0.index) }
      let running = Self.running(in: folder, freshSeconds).filter { !there.contains($0.unit) }
      let busy = Set(running.map(\.unit))
      let failed = (measures ? stats.failures() : []).filter {
        !there.contains($0.unit) && !busy.contains($0.unit)
      }
      let missing = plan.units.filter { !there.contains($0.index) }
      return Shards(
        pass: set == nil ? "regions" : "labels", labelSet: set, folder: folder, done: done,
        missing: missing, running: running,
        failed: failed.map {
          FailedUnit(unit: $0.unit, error: $0.error, host: $0.host, time: $0.time)
        },
        speed: PassSpeed(
          of: measures ? done.compactMap { stats.file(of: $0.index) } : [], left: missing.images,
          window: window,
          now: now))
    }
    passes = [shards(nil)] + ((try? dataset.labelSets) ?? []).map { shards($0) }
  }

  /// The pass called `name`; of labels the set called `labelSet`, or the only one.
  ///
  /// - Throws: `PipelineError.missingArtifact` without one, `severalLabelSets` when the choice is
  ///   open.
  public func shards(of name: String, labelSet: String? = nil, in root: String) throws -> Shards {
    let found = passes.filter {
      $0.pass == name && (labelSet == nil || $0.labelSet == labelSet)
    }
    let folder = Dataset(root: root).labels
    guard let first = found.first else {
      throw PipelineError.missingArtifact(
        path: labelSet.map { "\(folder)/\($0)" } ?? folder, pass: "plan")
    }
    guard found.count == 1 else {
      throw PipelineError.severalLabelSets(path: folder, names: found.compactMap(\.labelSet))
    }
    return first
  }

  private static func running(in folder: String, _ freshSeconds: Int) -> [RunningUnit] {
    guard let files = try? StaleFiles(in: folder, foreignAge: freshSeconds) else { return [] }
    var found: [Int: RunningUnit] = [:]
    for entry in files.entries where [.writer, .otherHost].contains(entry.keeper) {
      guard let name = TemporaryName(entry.name), let unit = ShardName(name.finalName)?.unit else {
        continue
      }
      found[unit] = RunningUnit(unit: unit, host: name.host, process: name.process)
    }
    return found.values.sorted { $0.unit < $1.unit }
  }
}
