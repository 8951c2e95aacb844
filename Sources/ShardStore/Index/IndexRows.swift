import GRDB
import Records

/// The insert statements of an index under construction, for one access to its database.
struct IndexRows {
  private let shard: Statement
  private let model: Statement
  private let unit: Statement
  private let image: Statement
  private let records: Statement
  private let concept: Statement
  private let statistics: Statement
  private let nearest: Statement
  private let classBox: Statement
  private let quarantine: Statement
  private let fact: Statement

  init(_ database: Database) throws {
    func insert(_ table: String, _ count: Int) throws -> Statement {
      let places = Array(repeating: "?", count: count).joined(separator: ", ")
      return try database.cachedStatement(sql: "INSERT INTO \(table) VALUES (\(places))")
    }
    fact = try insert("meta", 2)
    shard = try insert("shards", 9)
    model = try insert("models", 3)
    unit = try insert("units", 5)
    image = try insert("images", 9)
    // From the rows of the images: a third of all values need not be handed over one by one.
    records = try database.cachedStatement(
      sql: """
        INSERT INTO records SELECT images.image, places.kind, places.shard, images.image - ?1
        FROM images CROSS JOIN (
          SELECT 'labels' AS kind, ?2 AS shard UNION ALL SELECT 'regions', ?3) AS places
        WHERE images.image BETWEEN ?4 AND ?5 AND places.shard IS NOT NULL
        """)
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

  func insert(unit: IndexUnit, at place: Int) throws {
    try run(
      self.unit,
      [
        unit.regions.unit, unit.firstImage, unit.regions.records, IndexUnit.regionShard(at: place),
        unit.labels == nil ? nil : IndexUnit.labelShard(at: place),
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

  /// Where the records of a stretch are, whose images have their rows.
  func insert(recordsOf stretch: IndexSteps.Stretch) throws {
    let labels = stretch.labels == nil ? nil : IndexUnit.labelShard(at: stretch.unit)
    try run(
      records,
      [
        stretch.firstImage - stretch.ordinals.lowerBound, labels,
        IndexUnit.regionShard(at: stretch.unit), stretch.firstImage,
        stretch.firstImage + stretch.ordinals.count - 1,
      ])
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
