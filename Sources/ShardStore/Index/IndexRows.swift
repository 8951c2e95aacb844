import GRDB
import Records

/// The insert statements of an index under construction.
struct IndexRows {
  private let shard: Statement
  private let model: Statement
  private let unit: Statement
  private let image: Statement
  private let record: Statement
  private let concept: Statement
  private let statistics: Statement
  private let nearest: Statement
  private let classBox: Statement
  private let quarantine: Statement
  private let fact: Statement

  init(_ database: Database) throws {
    func insert(_ table: String, _ count: Int) throws -> Statement {
      let places = Array(repeating: "?", count: count).joined(separator: ", ")
      return try database.makeStatement(sql: "INSERT INTO \(table) VALUES (\(places))")
    }
    fact = try insert("meta", 2)
    shard = try insert("shards", 9)
    model = try insert("models", 3)
    unit = try insert("units", 5)
    image = try insert("images", 9)
    record = try insert("records", 4)
    concept = try insert("concepts", 4)
    statistics = try insert("concept_stats", 5)
    nearest = try insert("concept_regions", 5)
    classBox = try insert("class_boxes", 5)
    quarantine = try insert("quarantine", 3)
  }

  func insert(fact key: String, _ value: String) throws {
    try run(fact, [key, value])
  }

  func insert(shard number: Int, _ shard: IndexedShard) throws {
    try run(
      self.shard,
      [
        number, shard.kind.rawValue, shard.unit, ShardName(unit: shard.unit).text, shard.bytes,
        Self.blob(shard.contentDigest), shard.records, shard.regions, shard.rejected,
      ])
  }

  func insert(model value: IndexProvenance.Model) throws {
    try run(model, [value.kind, value.role, Self.blob(value.digest)])
  }

  func insert(unit: IndexUnit, regionShard: Int, labelShard: Int) throws {
    try run(
      self.unit,
      [
        unit.regions.unit, unit.firstImage, unit.regions.records, regionShard,
        unit.labels == nil ? nil : labelShard,
      ])
  }

  func insert(image number: Int, _ record: RegionRecord) throws {
    try run(
      image,
      [
        number, Self.blob(record.key.bytes), Int64(bitPattern: record.imageID), record.width,
        record.height, record.digest.isEmpty ? nil : Self.blob(record.digest),
        record.rejection == nil ? 0 : 1, record.rejection?.reason.rawValue, record.boxes.count,
      ])
    guard let rejection = record.rejection else { return }
    try run(quarantine, [number, rejection.reason.rawValue, rejection.detail])
  }

  func insert(recordOf image: Int, kind: ShardKind, shard: Int, ordinal: Int) throws {
    try run(record, [image, kind.rawValue, shard, ordinal])
  }

  func insert(concept number: Int, _ value: Concept) throws {
    try run(concept, [number, value.name, value.occurrences, value.images])
  }

  func insert(statisticsOf concept: Int, _ value: ConceptStatistics) throws {
    try run(statistics, [concept, value.regions, value.images, value.cosineSum, value.meanCosine])
    for (rank, region) in value.nearest.enumerated() {
      try run(
        nearest,
        [concept, rank, Double(region.cosine), Int(region.image), Int(region.region)])
    }
  }

  func insert(classBoxesOf image: Int, _ record: LabelRecord) throws {
    for (place, box) in record.classBoxes.enumerated() {
      try run(
        classBox, [image, place, Int(box.conceptID), Double(box.score), box.region])
    }
  }

  private func run(_ statement: Statement, _ values: [(any DatabaseValueConvertible)?]) throws {
    // The counts are fixed above; checking them for each row costs a third of the time.
    statement.setUncheckedArguments(StatementArguments(values))
    try statement.execute()
  }

  private static func blob(_ bytes: [UInt8]) -> DatabaseValue {
    IndexBlob(bytes: bytes).databaseValue
  }
}
