import Codecs
import Glibc
import GRDB
import Records

/// Builds an index from shards, one process and one connection.
///
/// Rows go into a temporary database without journal or locks, in the order of images; secondary
/// indexes follow; `VACUUM INTO` copies it compactly; the copy is synchronised and renamed. A crash
/// leaves the old index and temporary files that the next start clears.
struct IndexBuilder {
  /// A unit with its shards.
  private struct Unit {
    var regions: ShardReader
    var labels: ShardReader?
    /// Number of its first image.
    var firstImage: Int
  }

  let path: String
  let sources: IndexSources
  let fileSystem: any FileSystem
  private var statistics: [ConceptStatistics]
  private var summary = IndexSummary()

  init(path: String, sources: IndexSources, fileSystem: any FileSystem) {
    self.path = path
    self.sources = sources
    self.fileSystem = fileSystem
    statistics = Array(repeating: ConceptStatistics(), count: sources.concepts.count)
  }

  /// Builds and publishes; `order` rearranges the units before their rows are inserted.
  mutating func build(
    order: ([Int]) -> [Int] = { $0 }
  ) throws -> IndexSummary {
    let (directory, name) = DurableFile.directoryAndName(of: path)
    let work = "\(directory)/\(TemporaryName.next(for: name))"
    let compact = "\(directory)/\(TemporaryName.next(for: name))"
    defer {
      try? fileSystem.remove(work)
      try? fileSystem.remove(compact)
    }
    let units = try openUnits()
    let queue = try DatabaseQueue(path: IndexConnection.unlocked(work))
    try queue.writeWithoutTransaction { database in
      try Self.prepare(database)
      try database.inTransaction {
        try insertRows(of: units, order: order(Array(units.indices)), IndexRows(database))
        try database.execute(sql: IndexSchema.indexes)
        return .commit
      }
      try database.execute(sql: "VACUUM INTO ?", arguments: [IndexConnection.unlocked(compact)])
    }
    try queue.close()
    summary.bytes = try RandomAccessFile(path: compact, fileSystem: fileSystem).size
    try DurableFile.replace(path, byFinished: compact, fileSystem: fileSystem)
    return summary
  }

  private static func prepare(_ database: Database) throws {
    // A crash loses only the temporary file, so neither journal nor synchronisation is needed.
    for pragma in [
      "page_size = \(IndexSchema.pageSize)", "journal_mode = OFF", "synchronous = OFF",
      "locking_mode = EXCLUSIVE", "cache_size = -65536", "trusted_schema = OFF",
      "auto_vacuum = NONE", "application_id = \(IndexSchema.applicationID)",
      "user_version = \(IndexSchema.version)",
    ] {
      try database.execute(sql: "PRAGMA \(pragma)")
    }
    try database.execute(sql: IndexSchema.tables)
  }

  private func openUnits() throws -> [Unit] {
    let regionNames = try shardNames(in: sources.regions)
    let labelNames = try sources.labels.map { Set(try shardNames(in: $0)) } ?? []
    var firstImage = 0
    var units: [Unit] = []
    for name in regionNames {
      let regions = try ShardReader(path: "\(sources.regions)/\(name)", fileSystem: fileSystem)
      try Self.require(.regions, name, regions)
      var labels: ShardReader?
      if let folder = sources.labels, labelNames.contains(name) {
        let reader = try ShardReader(path: "\(folder)/\(name)", fileSystem: fileSystem)
        try Self.require(.labels, name, reader)
        guard reader.count == regions.count else {
          throw IndexError.mismatch(
            path: reader.path, detail: "expected \(regions.count) records, found \(reader.count)")
        }
        labels = reader
      }
      units.append(Unit(regions: regions, labels: labels, firstImage: firstImage))
      firstImage += regions.count
    }
    return units
  }

  private func shardNames(in folder: String) throws -> [ShardName] {
    do {
      return try fileSystem.entries(of: folder).compactMap { ShardName($0) }.sorted()
    } catch {
      throw FileError.call("opendir", path: folder, error: error, freeBytes: nil)
    }
  }

  private static func require(
    _ kind: ShardKind, _ name: ShardName, _ reader: ShardReader
  ) throws {
    guard reader.header.kind == kind else {
      throw ShardError.wrongKind(path: reader.path, expected: kind, found: reader.header.kind)
    }
    guard reader.header.unit == name.unit else {
      throw IndexError.mismatch(
        path: reader.path, detail: "the header says unit \(reader.header.unit)")
    }
  }

  private mutating func insertRows(
    of units: [Unit], order: [Int], _ rows: IndexRows
  ) throws {
    for (key, value) in sources.facts.sorted(by: { $0.key < $1.key }) {
      try rows.insert(fact: key, value)
    }
    for (number, concept) in sources.concepts.enumerated() {
      try rows.insert(concept: number, concept)
    }
    for index in order {
      // Numbers of shards follow from the unit's place: even for regions, odd for labels.
      try insert(units[index], regionShard: 2 * index, labelShard: 2 * index + 1, rows)
    }
    for (concept, value) in statistics.enumerated() {
      try rows.insert(statisticsOf: concept, value)
    }
    summary.concepts = sources.concepts.count
  }

  private mutating func insert(
    _ unit: Unit, regionShard: Int, labelShard: Int, _ rows: IndexRows
  ) throws {
    try rows.insert(
      shard: regionShard, unit.regions, contentDigest: try unit.regions.contentDigest().bytes)
    if let labels = unit.labels {
      try rows.insert(shard: labelShard, labels, contentDigest: try labels.contentDigest().bytes)
    }
    summary.shards += unit.labels == nil ? 1 : 2
    for ordinal in 0..<unit.regions.count {
      let image = unit.firstImage + ordinal
      let regions = try unit.regions.regionRecord(at: ordinal, includesEmbeddings: false)
      try rows.insert(image: image, regions)
      try rows.insert(recordOf: image, kind: .regions, shard: regionShard, ordinal: ordinal)
      summary.images += 1
      summary.rejected += regions.rejection == nil ? 0 : 1
      summary.regions += regions.boxes.count
      guard let reader = unit.labels else { continue }
      let labels = try reader.labelRecord(at: ordinal)
      guard labels.key == regions.key, labels.imageID == regions.imageID,
        labels.logSumExp.count == regions.boxes.count
      else {
        throw IndexError.mismatch(
          path: reader.path, detail: "record \(ordinal) is not of image \(regions.key)")
      }
      try rows.insert(recordOf: image, kind: .labels, shard: labelShard, ordinal: ordinal)
      try rows.insert(classBoxesOf: image, labels)
      summary.classBoxes += labels.classBoxes.count
      try count(labels, image: image, path: reader.path)
    }
  }

  private mutating func count(_ labels: LabelRecord, image: Int, path: String) throws {
    let best = labels.conceptIDs.max() ?? 0
    let named = labels.classBoxes.map(\.conceptID).max() ?? 0
    guard Int(max(best, named)) < max(1, statistics.count) else {
      throw IndexError.mismatch(
        path: path,
        detail: "expected concepts below \(statistics.count), found \(max(best, named))")
    }
    var nearest: Set<Int> = []
    let width = labels.conceptsPerRegion
    for (place, id) in labels.conceptIDs.enumerated() {
      let concept = Int(id)
      let cosine = labels.cosines[place]
      if place % width == 0 {
        statistics[concept].addNearestConcept(cosine: cosine)
        nearest.insert(concept)
      }
      statistics[concept].offer(
        .init(cosine: cosine, image: image, region: place / width),
        limit: sources.regionsPerConcept)
    }
    for concept in nearest { statistics[concept].addImage() }
  }
}
