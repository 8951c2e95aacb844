import Codecs
import Foundation
import ShardStore

/// What can be removed from a data set without losing anything, and removing it.
public struct DatasetCleaning: Sendable {
  /// Something found.
  public struct Item: Hashable, Sendable {
    /// Path of the file or folder.
    public let path: String
    /// Size in bytes, all files of a folder together.
    public let bytes: Int
    /// Why it goes, or stays.
    public let reason: String
    /// Whether it goes.
    public let goes: Bool
  }

  /// Everything that looks like rubbish, in order of paths; what stays says why.
  public let items: [Item]
  private let stale: [StaleFiles]
  private let sets: [String]

  /// Looks through the data set at `root`; removes nothing.
  ///
  /// Temporary files of other machines are given up after `foreignAge` seconds, never when it is
  /// `nil`. With `supersededLabels` the label sets go that the index does not name; throws
  /// `PipelineError.missingArtifact` when no index says which one is in use.
  public init(root: String, foreignAge: Int?, supersededLabels: Bool) throws {
    let dataset = Dataset(root: root)
    guard FileManager.default.fileExists(atPath: root) else {
      throw PipelineError.missingArtifact(path: root, pass: "run")
    }
    let names = try dataset.labelSets
    let folders =
      [
        root, dataset.concepts, dataset.regions, dataset.labels, dataset.report, dataset.stats,
        "\(dataset.stats)/regions", "\(dataset.stats)/labels",
      ] + names.map(dataset.labelSet) + Self.entries(of: "\(dataset.stats)/labels")
    let stale = try folders.filter { FileManager.default.fileExists(atPath: $0) }.map {
      try StaleFiles(in: $0, foreignAge: foreignAge)
    }
    self.stale = stale
    var items = stale.flatMap { folder in
      folder.entries.map { entry in
        Item(
          path: "\(folder.directory)/\(entry.name)", bytes: entry.bytes,
          reason: entry.keeper?.rawValue ?? "left by a writer that is gone",
          goes: entry.keeper == nil)
      }
    }
    var sets: [String] = []
    let next = "\(dataset.regions)/.next"
    if FileManager.default.fileExists(atPath: next) {
      let isWritten = try StaleFiles(in: next, foreignAge: foreignAge).entries.contains {
        $0.keeper != nil
      }
      items.append(
        Item(
          path: next, bytes: Self.bytes(of: next),
          reason: isWritten ? "shards that are tried again now" : "left by a retry that was killed",
          goes: !isWritten))
      if !isWritten { sets.append(next) }
    }
    if supersededLabels, !names.isEmpty {
      guard let current = try DatasetIndex(path: dataset.index).facts()["label_set"],
        names.contains(current)
      else { throw PipelineError.missingArtifact(path: dataset.index, pass: "index") }
      for name in names where name != current {
        let folder = dataset.labelSet(name)
        let isWritten = stale.contains { files in
          files.directory == folder && files.entries.contains { $0.keeper != nil }
        }
        let foreign = try Self.foreignFile(in: folder)
        let goes = foreign == nil && !isWritten
        items.append(
          Item(
            path: folder, bytes: Self.bytes(of: folder),
            reason: foreign.map { "a label set with a file that is not ours: \($0)" }
              ?? (isWritten
                ? "a label set that is being written" : "a label set that the index does not name"),
            goes: goes))
        if goes { sets.append(folder) }
      }
    }
    self.sets = sets
    self.items = items.sorted { $0.path < $1.path }
  }

  /// Removes what goes.
  public func remove() throws {
    for folder in stale where !sets.contains(folder.directory) { try folder.remove() }
    for folder in sets {
      // Shards last to first, then what explains them: a removal that is cut short leaves a set
      // that the labels pass completes.
      let names = try PosixFileSystem().entries(of: folder)
      let shards = names.filter { ShardName($0) != nil }.sorted(by: >)
      for name in shards + names.filter({ ShardName($0) == nil }) {
        try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
      }
      try FileManager.default.removeItem(atPath: folder)
    }
  }

  /// A file of a label set's folder that the labels pass did not write.
  private static func foreignFile(in folder: String) throws -> String? {
    try PosixFileSystem().entries(of: folder).sorted().first { name in
      ShardName(name) == nil && TemporaryName(name) == nil
        && ![ConceptFiles.poolName, "set.json"].contains(name)
    }
  }

  private static func entries(of folder: String) -> [String] {
    ((try? PosixFileSystem().entries(of: folder)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
      .map { "\(folder)/\($0)" }
  }

  private static func bytes(of folder: String) -> Int {
    let names = (try? PosixFileSystem().entries(of: folder)) ?? []
    return names.reduce(0) { sum, name in
      sum + ((try? RandomAccessFile(path: "\(folder)/\(name)").size) ?? 0)
    }
  }
}
