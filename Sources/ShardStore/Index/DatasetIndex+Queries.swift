internal import GRDB
public import Records

/// An image as the index has it.
public struct IndexedImage: Hashable, Sendable {
  /// Where a record of the image is.
  public struct Place: Hashable, Sendable {
    /// What the record is.
    public let kind: ShardKind
    /// File name of the shard.
    public let shard: String
    /// Index of the record in the shard.
    public let ordinal: Int
  }

  /// Number of the image in the index, ascending with the keys.
  public let number: Int
  /// The image's name.
  public let key: ImageKey
  /// The image's id.
  public let imageID: UInt64
  /// Width in pixels, 0 when rejected.
  public let width: Int
  /// Height in pixels, 0 when rejected.
  public let height: Int
  /// Why it has no regions; `nil` for a good image.
  public let rejection: Rejection.Reason?
  /// Number of its regions.
  public let regions: Int
  /// Where its records are.
  public let places: [Place]
}

/// A region that is near a concept, or was chosen as its box.
public struct IndexedRegion: Hashable, Sendable {
  /// The image's name.
  public let key: ImageKey
  /// Index of the region in the image's record.
  public let region: Int
  /// Cosine with the concept, or the score of the class box.
  public let score: Double
}

/// What the regions say of a concept.
public struct IndexedConcept: Hashable, Sendable {
  /// The concept's id in the pool.
  public let id: Int
  /// Its name.
  public let name: String
  /// Regions whose nearest concept it is.
  public let regions: Int
  /// Images with such a region.
  public let images: Int
  /// Mean cosine of those regions; `nil` without any.
  public let meanCosine: Double?
}

/// One shard.
public struct IndexedShard: Hashable, Sendable {
  /// What its records are.
  public let kind: ShardKind
  /// Its unit.
  public let unit: Int
  /// Size of the file in bytes.
  public let bytes: Int
  /// Number of its records.
  public let records: Int
  /// Number of regions in all records.
  public let regions: Int
  /// Number of rejected images.
  public let rejected: Int
}

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
          id: row[0], name: row[1], regions: row[2], images: row[3], meanCosine: row[4])
      }
    }
  }

  /// All shards, by unit, regions before labels.
  public func shards() throws(IndexError) -> [IndexedShard] {
    try read { database in
      let sql = """
        SELECT kind, unit, bytes, records, regions, rejected FROM shards ORDER BY shard
        """
      return try Row.fetchAll(database, sql: sql).compactMap { row in
        let name: String = row[0]
        return ShardKind(rawValue: name).map { kind in
          IndexedShard(
            kind: kind, unit: row[1], bytes: row[2], records: row[3], regions: row[4],
            rejected: row[5])
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
        let name: String = row[0]
        if let reason = Rejection.Reason(rawValue: name) { counts[reason] = row[1] }
      }
      return counts
    }
  }

  /// The facts given when the index was built.
  public func facts() throws(IndexError) -> [String: String] {
    try read { database in
      let rows = try Row.fetchAll(database, sql: "SELECT key, value FROM meta")
      return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }
  }

  private func regions(
    sql: String, _ arguments: StatementArguments
  ) throws(IndexError) -> [IndexedRegion] {
    try read { database in
      try Row.fetchAll(database, sql: sql, arguments: arguments).map { row in
        let key: IndexBlob = row[0]
        return IndexedRegion(key: ImageKey(bytes: key.bytes), region: row[1], score: row[2])
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
    let number: Int = row[0]
    let key: IndexBlob = row[1]
    let imageID: Int64 = row[2]
    let reason: String? = row[5]
    let places = try Row.fetchAll(
      database,
      sql: """
        SELECT records.kind, shards.name, ordinal FROM records JOIN shards USING (shard)
        WHERE image = ? ORDER BY shard
        """, arguments: [number])
    return IndexedImage(
      number: number, key: ImageKey(bytes: key.bytes), imageID: UInt64(bitPattern: imageID),
      width: row[3], height: row[4], rejection: reason.flatMap { Rejection.Reason(rawValue: $0) },
      regions: row[6],
      places: places.compactMap { row in
        let name: String = row[0]
        return ShardKind(rawValue: name).map { kind in
          IndexedImage.Place(kind: kind, shard: row[1], ordinal: row[2])
        }
      })
  }
}
