import Codecs
import Foundation
import Inputs
import Pipeline
import Records
import ShardStore

/// Reads everything in a data set and says what is wrong with it.
///
/// Every checksum and rule of the frozen inputs and of every shard; shards against the plan (units, counts, images, settings,
/// models); the label records of every set against region records and the index against all of
/// them, by making the index again in a temporary folder and comparing each row.
public struct DatasetVerification {
  /// What was read.
  public struct Outcome: Hashable, Sendable {
    /// Number of shards read.
    public var shards = 0
    /// Number of records in them.
    public var records = 0
    /// Whether there was an index to compare.
    public var hasIndex = false
    /// Number of problems told.
    public var problems = 0
  }

  private let dataset: Dataset
  private let tell: (String) -> Void
  private var outcome = Outcome()

  /// Verifies the data set at `root`; every problem is told in one line as soon as it is found.
  ///
  /// - Throws: `PipelineError` when there is no data set or its plan cannot be read, `FileError` when
  ///   that or the index cannot be read at all.
  public static func run(root: String, tell: @escaping (String) -> Void) throws -> Outcome {
    var verification = DatasetVerification(dataset: Dataset(root: root), tell: tell)
    try verification.run()
    return verification.outcome
  }

  private init(dataset: Dataset, tell: @escaping (String) -> Void) {
    self.dataset = dataset
    self.tell = tell
  }

  private mutating func run() throws {
    let plan = try PlanFile(path: dataset.plan).read()
    let sets = try dataset.labelSets
    guard plan != nil || FileManager.default.fileExists(atPath: dataset.regions) else {
      throw PipelineError.missingArtifact(path: dataset.plan, pass: "run")
    }
    if plan == nil { problem("\(dataset.plan): missing; units and settings cannot be compared") }
    verifyInputs(plan)
    try verify(folder: dataset.regions, kind: .regions, plan)
    for set in sets { try verify(folder: dataset.labelSet(set), kind: .labels, plan) }
    outcome.hasIndex = FileManager.default.fileExists(atPath: dataset.index)
    // With damaged shards the index cannot be made again, and they have been told.
    guard outcome.problems == 0 || plan == nil else {
      if outcome.hasIndex || !sets.isEmpty {
        tell("\(dataset.root): index, labels and regions are not compared: a shard has problems")
      }
      return
    }
    let compared = outcome.hasIndex ? try verifyIndex() : nil
    for set in sets where set != compared { try verifyLabels(of: set) }
  }

  private mutating func problem(_ text: String) {
    outcome.problems += 1
    tell(text)
  }

  /// Holds the frozen list to its checksums, its digests and the plan; older data sets have none.
  private mutating func verifyInputs(_ plan: Plan?) {
    guard FileManager.default.fileExists(atPath: dataset.inputs) else { return }
    do {
      let list = try FrozenList(path: dataset.inputs)
      if let found = try list.check() { problem("\(dataset.inputs): \(found)") }
      if let plan, list.facts.listDigest.hex != plan.inputDigest {
        problem("\(dataset.inputs): its images are not those of the plan")
      }
    } catch {
      problem("\(error)")
    }
  }

  private mutating func verify(folder: String, kind: ShardKind, _ plan: Plan?) throws {
    let names = Set(
      ((try? PosixFileSystem().entries(of: folder)) ?? []).compactMap { ShardName($0) })
    let planned = plan.map { $0.units.map { ShardName(unit: $0.index) } } ?? []
    var settings: (digest: SHA256Digest, pool: SHA256Digest?)?
    var images = SHA256Hasher()
    let problemsBefore = outcome.problems
    for name in names.union(planned).sorted() {
      let path = "\(folder)/\(name)"
      guard names.contains(name) else {
        problem("\(path): missing")
        continue
      }
      outcome.shards += 1
      do {
        let found = try ShardReader.verify(path: path) { images.update($0, $1) }
        for text in found { problem("\(path): \(text)") }
      } catch {
        problem("\(error)")
      }
      guard let reader = try? ShardReader(path: path) else { continue }
      outcome.records += reader.count
      let header = reader.header
      if header.kind != kind {
        problem(
          "\(path): expected a shard of \(kind.rawValue), found one of \(header.kind.rawValue)")
      }
      if let settings, settings != (header.configDigest, header.poolDigest) {
        problem("\(path): other settings or another pool than the shards before it")
      }
      settings = settings ?? (header.configDigest, header.poolDigest)
      if let plan { compare(reader, path, plan) }
    }
    if let plan, outcome.problems == problemsBefore, images.digest.hex != plan.inputDigest {
      problem("\(folder): its images are not those of the plan")
    }
  }

  private mutating func compare(_ reader: ShardReader, _ path: String, _ plan: Plan) {
    guard plan.units.indices.contains(reader.header.unit) else {
      problem("\(path): not a unit of the plan")
      return
    }
    let unit = plan.units[reader.header.unit]
    if unit.count != reader.count {
      problem("\(path): expected \(unit.count) records by the plan, found \(reader.count)")
    }
    guard reader.header.kind == .regions else { return }
    if reader.header.configDigest.hex != plan.regionsDigest {
      problem("\(path): its settings are not those of the plan")
    }
    if reader.header.modelDigests.mapValues(\.hex) != plan.models {
      problem("\(path): its models are not those of the plan")
    }
  }

  /// Compares the index; returns the label set that was compared with it.
  private mutating func verifyIndex() throws -> String? {
    var compared: String?
    var damage: String?
    let found = try Self.withIndex { path in
      let index = try DatasetIndex(path: dataset.index)
      try index.check()
      let digest = IndexDigest(of: dataset.index)
      let isSigned = FileManager.default.fileExists(atPath: digest.path)
      if isSigned, try !digest.fits() { damage = "\(digest.path): not the index's digest" }
      let set = try index.facts()["label_set"]
      try DatasetIndex.build(path: path, from: try dataset.indexSources(labelSet: set))
      compared = set
      return try index.differences(from: DatasetIndex(path: path))
        .map { "\(dataset.index): \($0)" }
    }
    for text in found + [damage].compactMap({ $0 }) { problem(text) }
    return compared
  }

  /// Compares a label set with the regions: making an index holds each record to its image's.
  private mutating func verifyLabels(of set: String) throws {
    let found = try Self.withIndex { path in
      try DatasetIndex.build(path: path, from: try dataset.indexSources(labelSet: set))
      return []
    }
    for text in found { problem(text) }
  }

  /// The problems that `compare` finds, which may make an index at the path it is given.
  private static func withIndex(_ compare: (String) throws -> [String]) throws -> [String] {
    let folder =
      FileManager.default.temporaryDirectory.path + "/pseudobox-verify-\(UUID().uuidString)"
    try PosixFileSystem().createDirectories(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      return try compare("\(folder)/index.db")
    } catch let error as IndexError {
      if case .file(let cause) = error { throw cause }
      return ["\(error)"]
    }
  }
}
