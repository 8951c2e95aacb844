public import Codecs
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
  public private(set) var items: [Item] = []
  private let dataset: Dataset
  private let foreignAge: Int?
  private let fileSystem: any FileSystem
  private var stale: [StaleFiles] = []
  /// Folders that go, with the names in them at the first look.
  private var folders: [String: Set<String>] = [:]

  /// Looks through the data set at `root`; removes nothing.
  ///
  /// Temporary files of other machines are given up after `foreignAge` seconds, never when it is
  /// `nil`. With `supersededLabels` the label sets go that the index does not name; throws
  /// `PipelineError.missingArtifact` when no index says which one is in use.
  public init(
    root: String, foreignAge: Int?, supersededLabels: Bool,
    fileSystem: any FileSystem = PosixFileSystem()
  ) throws {
    dataset = Dataset(root: root)
    self.foreignAge = foreignAge
    self.fileSystem = fileSystem
    guard FileManager.default.fileExists(atPath: root) else {
      throw PipelineError.missingArtifact(path: root, pass: "run")
    }
    let names = try dataset.labelSets
    let folders =
      [
        root, dataset.concepts, dataset.regions, dataset.labels, dataset.report, dataset.stats,
        "\(dataset.stats)/regions", "\(dataset.stats)/labels",
      ] + names.map(dataset.labelSet) + Self.entries(of: "\(dataset.stats)/labels")
    stale = try folders.filter { FileManager.default.fileExists(atPath: $0) }.map {
      try StaleFiles(in: $0, foreignAge: foreignAge, fileSystem: fileSystem)
    }
    items = stale.flatMap { folder in
      folder.entries.map { entry in
        Item(
          path: "\(folder.directory)/\(entry.name)", bytes: entry.bytes,
          reason: entry.keeper?.rawValue ?? "left by a writer that is gone",
          goes: entry.keeper == nil)
      }
    }
    let next = "\(dataset.regions)/.next"
    if FileManager.default.fileExists(atPath: next) { try append(next) }
    if supersededLabels, !names.isEmpty {
      let current = try indexedLabelSet()
      guard names.contains(current) else {
        throw PipelineError.missingArtifact(path: dataset.index, pass: "index")
      }
      for name in names where name != current {
        try append(dataset.labelSet(name))
      }
    }
    items.sort { $0.path < $1.path }
  }

  /// Removes what goes; returns all items as they have ended.
  ///
  /// A folder is taken out of everybody's way first and looked at again: whoever began to work in it
  /// after the first look keeps it, and whoever comes later finds none.
  public func remove() throws -> [Item] {
    var stayed: [String: String] = [:]
    for files in stale where folders[files.directory] == nil {
      let removed = Set(try files.remove(fileSystem: fileSystem))
      for entry in files.entries where entry.keeper == nil && !removed.contains(entry.name) {
        stayed["\(files.directory)/\(entry.name)"] = "a writer has turned up, or another gc"
      }
    }
    for (folder, names) in folders.sorted(by: { $0.key < $1.key }) {
      guard let taken = try FolderRemoval(folder, fileSystem: fileSystem) else {
        stayed[folder] = "somebody works in it, or another gc"
        continue
      }
      let hasGrown = try !names.isSuperset(of: fileSystem.entries(of: taken.path))
      if let reason = try reasonToKeep(taken.path, named: folder)
        ?? (hasGrown ? "somebody has written to it just now" : nil)
      {
        try taken.putBack()
        stayed[folder] = reason
      } else {
        try taken.remove()
      }
    }
    return items.map { item in
      guard let reason = stayed[item.path] else { return item }
      return Item(path: item.path, bytes: item.bytes, reason: reason, goes: false)
    }
  }

  private mutating func append(_ folder: String) throws {
    let names = try Set(fileSystem.entries(of: folder))
    let kept = try reasonToKeep(folder, named: folder)
    let why =
      folder == "\(dataset.regions)/.next"
      ? "left by a retry that was killed" : "a label set that the index does not name"
    items.append(
      Item(path: folder, bytes: bytes(of: folder), reason: kept ?? why, goes: kept == nil))
    if kept == nil { folders[folder] = names }
  }

  /// Why the folder at `path`, whose name is or was `folder`, must stay.
  private func reasonToKeep(_ path: String, named folder: String) throws -> String? {
    let isWritten = try StaleFiles(in: path, foreignAge: foreignAge, fileSystem: fileSystem)
      .entries.contains { $0.keeper != nil }
    guard folder != "\(dataset.regions)/.next" else {
      return isWritten ? "shards that are tried again now" : nil
    }
    if let foreign = try foreignFile(in: path) {
      return "a label set with a file that is not ours: \(foreign)"
    }
    if isWritten { return "a label set that is being written" }
    let isNamed = try dataset.labelSet(indexedLabelSet()) == folder
    return isNamed ? "a label set that the index names by now" : nil
  }

  private func indexedLabelSet() throws -> String {
    guard let name = try DatasetIndex(path: dataset.index).facts()["label_set"] else {
      throw PipelineError.missingArtifact(path: dataset.index, pass: "index")
    }
    return name
  }

  /// A file of a label set's folder that the labels pass did not write.
  private func foreignFile(in folder: String) throws -> String? {
    try fileSystem.entries(of: folder).sorted().first { name in
      ShardName(name) == nil && TemporaryName(name) == nil
        && ![ConceptFiles.poolName, "set.json"].contains(name)
    }
  }

  private static func entries(of folder: String) -> [String] {
    ((try? PosixFileSystem().entries(of: folder)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
      .map { "\(folder)/\($0)" }
  }

  private func bytes(of folder: String) -> Int {
    let names = (try? fileSystem.entries(of: folder)) ?? []
    return names.reduce(0) { sum, name in
      sum + ((try? RandomAccessFile(path: "\(folder)/\(name)").size) ?? 0)
    }
  }
}
