internal import GRDB
public import Records

extension DatasetIndex {
  /// The image named `key`; `nil` when there is none.
  public func image(key: ImageKey) throws(IndexError) -> IndexedImage? {
    try read { database in
      try Self.image(database, "key = ?", [IndexBlob(bytes: key.bytes)])
    }
  }

  /// The first image, in order of keys, with the id `imageID`; `nil` when there is none.
  public func image(imageID: UInt64) throws(IndexError) -> IndexedImage? {
    try read { database in
      try Self.image(database, "image_id = ?", [Int64(bitPattern: imageID)])
    }
  }

  /// The regions nearest to a concept, highest cosine first.
  ///
  /// At most as many as the index keeps for each concept; a region counts for each of the concepts
  /// that its label record names.
  public func nearestRegions(
    concept: Int, limit: Int
  ) throws(IndexError) -> [IndexedRegion] {
    try regions(
      sql: """
        SELECT images.key, concept_regions.region, concept_regions.cosine
        FROM concept_regions JOIN images USING (image)
        WHERE concept = ? ORDER BY rank LIMIT ?
        """, [concept, limit])
  }

  /// The boxes chosen for a concept that captions name, highest score first.
  public func classBoxes(concept: Int, limit: Int) throws(IndexError) -> [IndexedRegion] {
    try regions(
      sql: """
        SELECT images.key, class_boxes.region, class_boxes.score
        FROM class_boxes JOIN images USING (image)
        WHERE concept = ? ORDER BY score DESC, image, place LIMIT ?
        """, [concept, limit])
  }

  /// All concepts with what the regions say of them, in order of ids.
  public func concepts() throws(IndexError) -> [IndexedConcept] {
    try read { database in
      let sql = """
        SELECT concept, name, n_regions, n_images, mean_cosine
        FROM concepts JOIN concept_stats USING (concept) ORDER BY concept
        """
      return try Row.fetchAll(database, sql: sql).map { row in
        IndexedConcept(
          id: try row.value(0), name: try row.value(1), regions: try row.value(2),
          images: try row.value(3), meanCosine: try row.optional(4))
      }
    }
  }

  /// The concept called `name`; `nil` when the pool has none.
  public func concept(named name: String) throws(IndexError) -> IndexedConcept? {
    try read { database in
      let sql = """
        SELECT concept, name, n_regions, n_images, mean_cosine
        FROM concepts JOIN concept_stats USING (concept) WHERE name = ?
        """
      return try Row.fetchOne(database, sql: sql, arguments: [name]).map { row in
        IndexedConcept(
          id: try row.value(0), name: try row.value(1), regions: try row.value(2),
          images: try row.value(3), meanCosine: try row.optional(4))
      }
    }
  }

  /// The unit numbered `unit` with its shards; `nil` when the index has none.
  public func unit(_ unit: Int) throws(IndexError) -> IndexedUnit? {
    let shards = try shards().filter { $0.unit == unit }
    return try read { database in
      guard
        let row = try Row.fetchOne(
          database, sql: "SELECT first_image, images FROM units WHERE unit = ?",
          arguments: [unit])
      else { return nil }
      let (first, count): (Int, Int) = (try row.value(0), try row.value(1))
      guard first >= 0, (0...ShardLimits.recordsMax).contains(count), first < 1 << 60 else {
        return nil
      }
      let rejected = try Row.fetchAll(
        database,
        sql: """
          SELECT images.key, quarantine.reason, quarantine.detail
          FROM quarantine JOIN images USING (image)
          WHERE image >= ? AND image < ? ORDER BY image
          """, arguments: [first, first + count])
      return IndexedUnit(
        unit: unit, firstImage: first, images: count, shards: shards,
        rejected: try rejected.map { row in
          let key: IndexBlob = try row.value(0)
          return .init(
            key: ImageKey(bytes: key.bytes), reason: try row.value(1), detail: try row.value(2))
        })
    }
  }

  /// All shards, by unit, regions before labels.
  public func shards() throws(IndexError) -> [IndexedShard] {
    try read { database in
      let sql = """
        SELECT kind, unit, bytes, content_sha256, records, regions, rejected
        FROM shards ORDER BY shard
        """
      return try Row.fetchAll(database, sql: sql).compactMap { row in
        let name: String = try row.value(0)
        return try ShardKind(rawValue: name).map { kind in
          let digest: IndexBlob = try row.value(3)
          return IndexedShard(
            kind: kind, unit: try row.value(1), bytes: try row.value(2),
            contentDigest: digest.bytes, records: try row.value(4),
            regions: try row.value(5), rejected: try row.value(6))
        }
      }
    }
  }

  /// How many images were rejected, by reason.
  public func rejections() throws(IndexError) -> [Rejection.Reason: Int] {
    try read { database in
      let sql = "SELECT reason, count(*) FROM quarantine GROUP BY reason"
      var counts: [Rejection.Reason: Int] = [:]
      for row in try Row.fetchAll(database, sql: sql) {
        let name: String = try row.value(0)
        if let reason = Rejection.Reason(rawValue: name) { counts[reason] = try row.value(1) }
      }
      return counts
    }
  }

  /// The facts given when the index was built.
  public func facts() throws(IndexError) -> [String: String] {
    try read { database in
      let rows = try Row.fetchAll(database, sql: "SELECT key, value FROM meta")
      var facts: [String: String] = [:]
      for row in rows { facts[try row.value(0)] = try row.value(1) as String }
      return facts
    }
  }

  private func regions(
    sql: String, _ arguments: StatementArguments
  ) throws(IndexError) -> [IndexedRegion] {
    try read { database in
      try Row.fetchAll(database, sql: sql, arguments: arguments).map { row in
        let key: IndexBlob = try row.value(0)
        return IndexedRegion(
          key: ImageKey(bytes: key.bytes), region: try row.value(1), score: try row.value(2))
      }
    }
  }

  private static func image(
    _ database: Database, _ condition: String, _ arguments: StatementArguments
  ) throws -> IndexedImage? {
    let sql = """
      SELECT image, key, image_id, width, height, reason, n_regions
      FROM images WHERE \(condition) ORDER BY image LIMIT 1
      """
    guard let row = try Row.fetchOne(database, sql: sql, arguments: arguments) else { return nil }
    let number: Int = try row.value(0)
    let key: IndexBlob = try row.value(1)
    let imageID: Int64 = try row.value(2)
    let reason: String? = try row.optional(5)
    let places = try Row.fetchAll(
      database,
      sql: """
        SELECT records.kind, shards.name, ordinal FROM records JOIN shards USING (shard)
        WHERE image = ? ORDER BY shard
        """, arguments: [number])
    return IndexedImage(
      number: number, key: ImageKey(bytes: key.bytes), imageID: UInt64(bitPattern: imageID),
      width: try row.value(3), height: try row.value(4),
      rejection: reason.flatMap { Rejection.Reason(rawValue: $0) },
      regions: try row.value(6),
      places: try places.compactMap { row in
        let name: String = try row.value(0)
        return try ShardKind(rawValue: name).map { kind in
          IndexedImage.Place(kind: kind, shard: try row.value(1), ordinal: try row.value(2))
        }
      })
  }
}
