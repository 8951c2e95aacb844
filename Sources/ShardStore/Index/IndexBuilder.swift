import Codecs
import GRDB
import Records
import Synchronization

/// Builds an index from shards, one process and one connection.
///
/// Rows go into a temporary database without journal or locks; secondary indexes follow; `VACUUM
/// INTO` copies it compactly; the copy is synchronised and renamed, and its digest written beside it.
/// A crash leaves the old index and temporary files that the next start clears. Memory holds the
/// concepts' figures, SQLite's cache and the records that are on their way.
final class IndexBuilder: Sendable {
  /// What grows with the rows.
  struct Sums: Sendable {
    var statistics: [ConceptStatistics]
    var summary = IndexSummary()
  }

  let path: String
  let sources: IndexSources
  let fileSystem: any FileSystem
  private let scan: IndexScan
  private let queue: DatabaseQueue
  private let work: TemporaryPlace
  private let compact: TemporaryPlace
  private let stretches: Mutex<IndexStretches>
  private let sums: Mutex<Sums>

  /// Begins the index that `path` will have, of the shards in `scan`; the rows of `earlier` are
  /// taken over.
  ///
  /// `order` rearranges the units before their rows are inserted.
  init(
    path: String, scan: IndexScan, earlier: EarlierIndex? = nil,
    order: ([Int]) -> [Int] = { $0 }
  ) throws {
    self.path = path
    self.scan = scan
    sources = scan.sources
    fileSystem = scan.fileSystem
    work = try TemporaryPlace(of: path, fileSystem)
    compact = try TemporaryPlace(of: path, fileSystem)
    let units = order(Array(scan.units.indices.dropFirst(earlier?.units ?? 0)))
    stretches = Mutex(IndexStretches(scan, units: units))
    var summary = IndexSummary(of: scan)
    summary.outcome = earlier == nil ? .built : .extended
    summary.classBoxes = earlier?.classBoxes ?? 0
    let none = Array(repeating: ConceptStatistics(), count: sources.concepts?.count ?? 0)
    sums = Mutex(Sums(statistics: earlier?.statistics ?? none, summary: summary))
    queue = try DatabaseQueue(path: IndexConnection.unlocked(work.path))
    try queue.writeWithoutTransaction { database in
      try Self.prepare(database)
      if earlier != nil { try Self.takeOver(path, database) }
      try database.inTransaction {
        try insertFacts(IndexRows(database))
        return .commit
      }
    }
  }

  /// The steps that bring in the records; `finish` follows them.
  var steps: IndexSteps { IndexSteps(builder: self) }

  func next() throws -> IndexSteps.Stretch? {
    try stretches.withLock { try $0.next() }
  }

  func insert(_ decoded: IndexSteps.Decoded) throws {
    try queue.write { database in
      let rows = try IndexRows(database)
      for (place, record) in decoded.regions.enumerated() {
        try rows.insert(image: decoded.stretch.firstImage + place, record)
      }
      try rows.insert(recordsOf: decoded.stretch)
      for (place, record) in decoded.labels.enumerated() {
        try rows.insert(classBoxesOf: decoded.stretch.firstImage + place, record)
      }
    }
    guard let path = decoded.stretch.labels?.path else { return }
    try sums.withLock { sums in
      for (place, record) in decoded.labels.enumerated() {
        try sums.count(
          record, image: decoded.stretch.firstImage + place, sources: sources, path: path)
      }
    }
  }

  /// Completes and publishes the index.
  func finish() throws -> IndexSummary {
    var sums = sums.withLock { $0 }
    try queue.writeWithoutTransaction { database in
      try database.inTransaction {
        try insertConcepts(sums.statistics, IndexRows(database))
        try database.execute(sql: IndexSchema.indexes)
        return .commit
      }
      try database.execute(
        sql: "VACUUM INTO ?", arguments: [IndexConnection.unlocked(compact.path)])
    }
    try queue.close()
    sums.summary.concepts = sums.statistics.count
    sums.summary.bytes = try RandomAccessFile(path: compact.path, fileSystem: fileSystem).size
    let digest = try SHA256Digest(ofFile: compact.path, fileSystem: fileSystem)
    try DurableFile.replace(path, byFinished: compact.path, fileSystem: fileSystem)
    try IndexDigest(of: path).write(digest, fileSystem: fileSystem)
    return sums.summary
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

  private static func takeOver(_ path: String, _ database: Database) throws {
    try database.execute(
      sql: "ATTACH ? AS earlier", arguments: [IndexConnection.immutable(path)])
    for table in ["images", "records", "class_boxes", "quarantine"] {
      try database.execute(sql: "INSERT INTO main.\(table) SELECT * FROM earlier.\(table)")
    }
    try database.execute(sql: "DETACH earlier")
  }

  private func insertFacts(_ rows: IndexRows) throws {
    for (key, value) in scan.facts { try rows.insert(fact: key, value) }
    for model in scan.provenance.models { try rows.insert(model: model) }
    for (index, unit) in scan.units.enumerated() {
      try rows.insert(unit: unit, at: index)
      try rows.insert(shard: IndexUnit.regionShard(at: index), unit.regions)
      if let labels = unit.labels {
        try rows.insert(shard: IndexUnit.labelShard(at: index), labels)
      }
    }
  }

  private func insertConcepts(_ statistics: [ConceptStatistics], _ rows: IndexRows) throws {
    for (number, value) in statistics.enumerated() {
      let concept =
        sources.concepts?[number]
        ?? Concept(
          name: "concept \(number)", occurrences: 0, images: 0, surfaceForms: [], example: "")
      try rows.insert(concept: number, concept)
      try rows.insert(statisticsOf: number, value)
    }
  }
}

extension IndexBuilder.Sums {
  fileprivate mutating func count(
    _ labels: LabelRecord, image: Int, sources: IndexSources, path: String
  ) throws {
    summary.classBoxes += labels.classBoxes.count
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

extension IndexSummary {
  /// What the shards' directories say.
  init(of scan: IndexScan) {
    self.init()
    for unit in scan.units {
      images += unit.regions.records
      rejected += unit.regions.rejected
      regions += unit.regions.regions
      shards += unit.labels == nil ? 1 : 2
    }
  }
}
