import Codecs
import GRDB
import Records

/// An index whose rows may be taken over: the shards it was made from are the first of those that
/// are there now, and its pool and label set are the same.
///
/// Image numbers follow from the units before, so a unit that comes between others, or labels for
/// regions that had none, make everything after it new.
struct EarlierIndex {
  /// How many units it covers.
  let units: Int
  /// Whether it covers all units and says the same of them.
  let isWhole: Bool
  /// Number of its concepts.
  let concepts: Int
  /// The concepts' figures as it has them, to go on from; empty for a whole one.
  let statistics: [ConceptStatistics]
  /// Number of its class boxes.
  let classBoxes: Int

  /// `nil` when there is none that fits; a damaged one is only a cache gone bad.
  init?(path: String, scan: IndexScan) {
    guard (try? IndexDigest(of: path).fits(fileSystem: scan.fileSystem)) == true,
      let index = try? DatasetIndex(path: path), let units = try? index.fittingUnits(scan),
      let classBoxes = try? index.rowCount(of: "class_boxes")
    else { return nil }
    self.units = units
    self.classBoxes = classBoxes
    isWhole = units == scan.units.count && (try? index.facts()) == scan.facts
    if isWhole {
      guard let concepts = try? index.rowCount(of: "concepts") else { return nil }
      (self.concepts, statistics) = (concepts, [])
    } else {
      guard let statistics = try? index.statistics() else { return nil }
      (concepts, self.statistics) = (statistics.count, statistics)
    }
  }

  /// What a whole one holds.
  func summary(of scan: IndexScan, path: String) throws(FileError) -> IndexSummary {
    var summary = IndexSummary(of: scan)
    summary.outcome = .unchanged
    summary.concepts = concepts
    summary.classBoxes = classBoxes
    summary.bytes = try RandomAccessFile(path: path, fileSystem: scan.fileSystem).size
    return summary
  }
}

extension DatasetIndex {
  /// How many of the scan's units the index covers; `nil` when it covers others too or was made
  /// with another pool or label set.
  fileprivate func fittingUnits(_ scan: IndexScan) throws -> Int? {
    let found = try facts()
    let kept = Set(scan.sources.facts.keys).union(["regions_per_concept", "pool_digest"])
    let wanted = scan.facts
    guard kept.allSatisfy({ found[$0] == wanted[$0] }) else { return nil }
    if let concepts = scan.sources.concepts {
      guard try hasConcepts(concepts) else { return nil }
    }
    let shards = try shards()
    var units: [IndexUnit] = []
    for shard in shards {
      switch shard.kind {
      case .regions: units.append(IndexUnit(regions: shard, labels: nil, firstImage: 0))
      case .labels:
        guard units.last?.regions.unit == shard.unit else { return nil }
        units[units.count - 1].labels = shard
      }
    }
    guard units.count <= scan.units.count else { return nil }
    let fits = zip(units, scan.units).allSatisfy { old, new in
      old.regions == new.regions && old.labels == new.labels
    }
    return fits ? units.count : nil
  }

  private func hasConcepts(_ concepts: [Concept]) throws -> Bool {
    try read { database in
      let rows = try Row.fetchAll(
        database, sql: "SELECT name, occurrences, images FROM concepts ORDER BY concept")
      guard rows.count == concepts.count else { return false }
      return try zip(rows, concepts).allSatisfy { row, concept in
        let (name, occurrences, images): (String, Int, Int) = try (
          row.value(0), row.value(1), row.value(2)
        )
        // By bytes: equal strings may be different names.
        return Array(name.utf8) == Array(concept.name.utf8) && occurrences == concept.occurrences
          && images == concept.images
      }
    }
  }

  /// The concepts' figures, to go on from; `nil` when they cannot be those of shards.
  fileprivate func statistics() throws -> [ConceptStatistics]? {
    let concepts = try rowCount(of: "concepts")
    return try read { database in
      var found: [ConceptStatistics] = []
      let rows = try Row.fetchCursor(
        database, sql: "SELECT n_regions, n_images, cosine_sum FROM concept_stats ORDER BY concept")
      while let row = try rows.next() {
        var value = ConceptStatistics()
        value.regions = try row.value(0)
        value.images = try row.value(1)
        value.cosineSum = try row.value(2)
        guard value.isPossible else { return nil }
        found.append(value)
      }
      guard found.count == concepts else { return nil }
      let nearest = try Row.fetchCursor(
        database,
        sql: "SELECT concept, cosine, image, region FROM concept_regions ORDER BY concept, rank")
      while let row = try nearest.next() {
        let (concept, cosine): (Int, Double) = try (row.value(0), row.value(1))
        guard found.indices.contains(concept) else { return nil }
        found[concept].nearest.append(
          .init(
            cosine: Float(cosine), image: try row.value(2), region: try row.value(3)))
      }
      return found
    }
  }

  /// Number of rows of one of the index's tables.
  func rowCount(of table: String) throws(IndexError) -> Int {
    try read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? 0 }
  }
}
