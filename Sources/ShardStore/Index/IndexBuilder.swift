import Codecs
import Glibc
import GRDB
import Records

/// Builds an index from shards, one process and one connection.
///
/// Rows go into a temporary database without journal or locks, in the order of images; secondary
/// indexes follow; `VACUUM INTO` copies it compactly; the copy is synchronised and renamed. A crash
/// leaves the old index and temporary files that the next start clears. Two shards are open at a
/// time; memory holds the concepts' figures and SQLite's cache.
struct IndexBuilder {
  let path: String
  let sources: IndexSources
  let fileSystem: any FileSystem
  private var statistics: [ConceptStatistics]
  private var summary = IndexSummary()

  init(path: String, sources: IndexSources, fileSystem: any FileSystem) {
    self.path = path
    self.sources = sources
    self.fileSystem = fileSystem
    statistics = Array(repeating: ConceptStatistics(), count: sources.concepts?.count ?? 0)
  }

  /// Builds and publishes; takes over the rows of the index at `path` where it fits.
  ///
  /// `order` rearranges the units before their rows are inserted.
  mutating func build(
    takesOver: Bool = false, order: ([Int]) -> [Int] = { $0 }
  ) throws -> IndexSummary {
    let scan = try IndexScan(sources, fileSystem)
    let earlier = takesOver ? EarlierIndex(path: path, scan: scan) : nil
    if let earlier, earlier.isWhole { return try unchanged(scan) }
    let (directory, name) = DurableFile.directoryAndName(of: path)
    let work = "\(directory)/\(TemporaryName.next(for: name))"
    let compact = "\(directory)/\(TemporaryName.next(for: name))"
    defer {
      try? fileSystem.remove(work)
      try? fileSystem.remove(compact)
    }
    let queue = try DatabaseQueue(path: IndexConnection.unlocked(work))
    try queue.writeWithoutTransaction { database in
      try Self.prepare(database)
      if let earlier { try takeOver(earlier, database) }
      try database.inTransaction {
        let rows = try IndexRows(database)
        try insertFacts(of: scan, rows)
        for index in order(Array(scan.units.indices.dropFirst(earlier?.units ?? 0))) {
          try insert(scan, index, rows)
        }
        try insertConcepts(rows)
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

  private mutating func takeOver(_ earlier: EarlierIndex, _ database: Database) throws {
    statistics = earlier.statistics
    summary.outcome = .extended
    summary.classBoxes = earlier.classBoxes
    try database.execute(
      sql: "ATTACH ? AS earlier", arguments: [IndexConnection.immutable(path)])
    for table in ["images", "records", "class_boxes", "quarantine"] {
      try database.execute(sql: "INSERT INTO main.\(table) SELECT * FROM earlier.\(table)")
    }
    try database.execute(sql: "DETACH earlier")
  }

  private mutating func insertFacts(of scan: IndexScan, _ rows: IndexRows) throws {
    for (key, value) in scan.facts { try rows.insert(fact: key, value) }
    for model in scan.provenance.models { try rows.insert(model: model) }
    for (index, unit) in scan.units.enumerated() {
      // Numbers of shards follow from the unit's place: even for regions, odd for labels.
      try rows.insert(unit: unit, regionShard: 2 * index, labelShard: 2 * index + 1)
      try rows.insert(shard: 2 * index, unit.regions)
      if let labels = unit.labels { try rows.insert(shard: 2 * index + 1, labels) }
    }
    count(scan)
  }

  private mutating func count(_ scan: IndexScan) {
    for unit in scan.units {
      summary.images += unit.regions.records
      summary.rejected += unit.regions.rejected
      summary.regions += unit.regions.regions
      summary.shards += unit.labels == nil ? 1 : 2
    }
  }

  private mutating func unchanged(_ scan: IndexScan) throws -> IndexSummary {
    let earlier = try DatasetIndex(path: path)
    count(scan)
    summary.outcome = .unchanged
    summary.concepts = try earlier.concepts().count
    summary.classBoxes = try earlier.rowCount(of: "class_boxes")
    summary.bytes = try RandomAccessFile(path: path, fileSystem: fileSystem).size
    return summary
  }

  private mutating func insertConcepts(_ rows: IndexRows) throws {
    for (number, value) in statistics.enumerated() {
      let concept =
        sources.concepts?[number]
        ?? Concept(
          name: "concept \(number)", occurrences: 0, images: 0, surfaceForms: [], example: "")
      try rows.insert(concept: number, concept)
      try rows.insert(statisticsOf: number, value)
    }
    summary.concepts = statistics.count
  }

  private mutating func insert(_ scan: IndexScan, _ index: Int, _ rows: IndexRows) throws {
    let unit = scan.units[index]
    let name = ShardName(unit: unit.regions.unit)
    let regionReader = try scan.open(sources.regions, name, .regions)
    let labelReader = try unit.labels.flatMap { _ in
      try sources.labels.map { try scan.open($0, name, .labels) }
    }
    let found = [regionReader.count, labelReader?.count ?? unit.regions.records]
    guard found == [unit.regions.records, unit.regions.records] else {
      throw IndexError.mismatch(path: regionReader.path, detail: "it changed while it was read")
    }
    for ordinal in 0..<regionReader.count {
      let image = unit.firstImage + ordinal
      let regions = try regionReader.regionRecord(at: ordinal, includesEmbeddings: false)
      try rows.insert(image: image, regions)
      try rows.insert(recordOf: image, kind: .regions, shard: 2 * index, ordinal: ordinal)
      guard let labelReader else { continue }
      let labels = try labelReader.labelRecord(at: ordinal)
      guard labels.key == regions.key, labels.imageID == regions.imageID,
        labels.logSumExp.count == regions.boxes.count
      else {
        throw IndexError.mismatch(
          path: labelReader.path, detail: "record \(ordinal) is not of image \(regions.key)")
      }
      try rows.insert(recordOf: image, kind: .labels, shard: 2 * index + 1, ordinal: ordinal)
      try rows.insert(classBoxesOf: image, labels)
      summary.classBoxes += labels.classBoxes.count
      try count(labels, image: image, path: labelReader.path)
    }
  }

  private mutating func count(_ labels: LabelRecord, image: Int, path: String) throws {
    let named = labels.imageLabels.map(\.conceptID) + labels.classBoxes.map(\.conceptID)
    let ids = [labels.conceptIDs.max(), named.max()].compactMap { $0 }
    guard let highest = ids.max().map({ Int($0) }) else { return }
    if sources.concepts == nil, highest >= statistics.count, highest < IndexSources.conceptsMax {
      statistics += Array(
        repeating: ConceptStatistics(), count: highest + 1 - statistics.count)
    }
    guard highest < statistics.count else {
      throw IndexError.mismatch(
        path: path, detail: "expected concepts below \(statistics.count), found \(highest)")
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
        .init(cosine: cosine, image: UInt32(image), region: UInt32(place / width)),
        limit: sources.regionsPerConcept)
    }
    for concept in nearest { statistics[concept].addImage() }
  }
}
