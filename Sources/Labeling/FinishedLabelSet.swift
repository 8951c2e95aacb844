import Codecs
import Foundation
public import Pipeline
import ShardStore

/// A label set of a data set, named by a path, with shards for all units.
public struct FinishedLabelSet: Sendable {
  /// The data set.
  public let dataset: Dataset
  /// The label set's name.
  public let name: String
  /// The frozen plan.
  public let plan: Plan

  /// The label set's folder.
  public var folder: String { dataset.labelSet(name) }

  /// Finds the label set that `path` names: `DATASET`, or `DATASET/labels/SET`.
  ///
  /// A data set with several label sets means the one that its index shows.
  ///
  /// - Throws: `PipelineError` when there is no plan, no such set, no telling which one, or a shard
  ///   missing.
  public init(path: String) throws {
    let url = URL(fileURLWithPath: path).standardizedFileURL
    let parent = url.deletingLastPathComponent()
    // A data set may lie in a folder of that name too; a label set has no plan of its own.
    let isSet =
      parent.lastPathComponent == "labels"
      && !FileManager.default.fileExists(atPath: Dataset(root: path).plan)
    let dataset = Dataset(root: isSet ? parent.deletingLastPathComponent().path : path)
    let status = try DatasetStatus(root: dataset.root)
    let sets = ((try? PosixFileSystem().entries(of: dataset.labels)) ?? []).sorted()
      .filter { !$0.hasPrefix(".") }
    let name = isSet ? url.lastPathComponent : try Self.current(of: dataset, sets)
    guard sets.contains(name) else {
      throw PipelineError.missingArtifact(path: dataset.labelSet(name), pass: "labels")
    }
    for pass in status.passes where [dataset.regions, dataset.labelSet(name)].contains(pass.folder)
    {
      guard let unit = pass.missing.first else { continue }
      throw PipelineError.missingArtifact(
        path: "\(pass.folder)/\(ShardName(unit: unit.index))", pass: "run")
    }
    self.dataset = dataset
    self.name = name
    plan = status.plan
  }

  private static func current(of dataset: Dataset, _ sets: [String]) throws -> String {
    if sets.isEmpty { throw PipelineError.missingArtifact(path: dataset.labels, pass: "labels") }
    if sets.count == 1 { return sets[0] }
    if let shown = try? DatasetIndex(path: dataset.index).facts()["label_set"], sets.contains(shown)
    {
      return shown
    }
    throw PipelineError.severalLabelSets(path: dataset.labels, names: sets)
  }
}
