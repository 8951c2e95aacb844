import Codecs
import Records

/// The shards of a data set, opened once for what their headers and directories say.
struct IndexScan {
  private(set) var units: [IndexUnit] = []
  private(set) var provenance = IndexProvenance()
  let sources: IndexSources
  let fileSystem: any FileSystem

  /// Looks at all shards; they are closed again, since a data set has more than may be open.
  init(_ sources: IndexSources, _ fileSystem: any FileSystem) throws {
    self.sources = sources
    self.fileSystem = fileSystem
    let regionNames = try shardNames(in: sources.regions)
    let labelNames = try sources.labels.map { Set(try shardNames(in: $0)) } ?? []
    var firstImage = 0
    for name in regionNames {
      let regions = try facts(of: open(sources.regions, name, .regions))
      var labels: IndexedShard?
      if let folder = sources.labels, labelNames.contains(name) {
        labels = try facts(of: open(folder, name, .labels))
        guard labels?.records == regions.records else {
          throw IndexError.mismatch(
            path: "\(folder)/\(name)",
            detail: "expected \(regions.records) records, found \(labels?.records ?? 0)")
        }
      }
      units.append(IndexUnit(regions: regions, labels: labels, firstImage: firstImage))
      firstImage += regions.records
    }
    let orphans = labelNames.subtracting(regionNames).sorted()
    if let orphan = orphans.first, let folder = sources.labels {
      throw IndexError.mismatch(
        path: "\(folder)/\(orphan)", detail: "expected regions of the same unit, found none")
    }
  }

  /// The rows of the table `meta`.
  var facts: [String: String] {
    var facts = provenance.facts
    facts["regions_per_concept"] = "\(sources.regionsPerConcept)"
    return facts.merging(sources.facts) { _, given in given }
  }

  /// Opens a shard and holds it to its folder and name.
  func open(_ folder: String, _ name: ShardName, _ kind: ShardKind) throws -> ShardReader {
    let reader = try ShardReader(path: "\(folder)/\(name)", fileSystem: fileSystem)
    guard reader.header.kind == kind else {
      throw ShardError.wrongKind(path: reader.path, expected: kind, found: reader.header.kind)
    }
    guard reader.header.unit == name.unit else {
      throw IndexError.mismatch(
        path: reader.path, detail: "the header says unit \(reader.header.unit)")
    }
    return reader
  }

  private mutating func facts(of reader: ShardReader) throws -> IndexedShard {
    provenance.add(reader.header)
    let indices = 0..<reader.count
    return IndexedShard(
      kind: reader.header.kind, unit: reader.header.unit, bytes: reader.bytes,
      contentDigest: try reader.contentDigest().bytes, records: reader.count,
      regions: indices.reduce(0) { $0 + reader.regionCount(at: $1) },
      rejected: indices.count { reader.isRejected(at: $0) })
  }

  private func shardNames(in folder: String) throws -> [ShardName] {
    do {
      return try fileSystem.entries(of: folder).compactMap { ShardName($0) }.sorted()
    } catch {
      throw FileError.call("opendir", path: folder, error: error, freeBytes: nil)
    }
  }
}
