import Codecs
import Foundation
import GRDB
import Records
import Testing

@testable import ShardStore

/// An index that grows, and one that somebody else wrote.
struct IndexExtensionTests {
  private let sample: IndexedSample
  private let whole: [UInt8]
  private var aside: String { "\(sample.folder.path)/aside" }

  init() throws {
    sample = try IndexedSample(units: 4, images: 6)
    try DatasetIndex.build(path: sample.indexPath, from: sample.sources)
    whole = try readFile(sample.indexPath, bytesMax: 1 << 24)
    try FileManager.default.createDirectory(atPath: aside, withIntermediateDirectories: true)
  }

  private func move(_ folder: String, _ unit: Int, back: Bool) throws {
    let name = ShardName(unit: unit).text
    let place = "\(sample.folder.path)/\(folder)/\(name)"
    let hidden = "\(aside)/\(folder.prefix(6))-\(name)"
    try FileManager.default.moveItem(
      atPath: back ? hidden : place, toPath: back ? place : hidden)
  }

  /// Puts the whole index there again, as it was written.
  private func restore() throws {
    try DurableFile.replace(whole, at: sample.indexPath)
    try sign()
  }

  /// Writes the digest of the index that is there, as if it had been built so.
  private func sign() throws {
    try IndexDigest(of: sample.indexPath).write(
      SHA256Digest(ofFile: sample.indexPath), fileSystem: PosixFileSystem())
  }

  /// Builds without the shards of `missing`, brings them back, and builds on.
  private func rebuild(
    without missing: [(folder: String, unit: Int)]
  ) throws -> IndexSummary {
    for (folder, unit) in missing { try move(folder, unit, back: false) }
    try DatasetIndex.build(path: sample.indexPath, from: sample.sources)
    for (folder, unit) in missing { try move(folder, unit, back: true) }
    return try DatasetIndex.build(
      path: sample.indexPath, from: sample.sources, takesOver: true)
  }

  @Test func `units added at the end extend the index to the bytes of a full build`() throws {
    let full = try DatasetIndex.build(
      path: "\(sample.folder.path)/full.db", from: sample.sources)
    for first in 1...4 {
      let missing = (first..<4).flatMap { [("regions", $0), ("labels/set", $0)] }
      var summary = try rebuild(without: missing)
      #expect(summary.outcome == (first == 4 ? .unchanged : .extended), "\(first) units before")
      summary.outcome = full.outcome
      #expect(summary == full)
      #expect(try readFile(sample.indexPath, bytesMax: 1 << 24) == whole, "\(first) units before")
    }
  }

  @Test func `whatever else was missing, the bytes are those of a full build`() throws {
    for missing in [
      [("labels/set", 1)], [("labels/set", 0), ("labels/set", 3)],
      [("regions", 1), ("labels/set", 1)], [("regions", 0), ("labels/set", 0)],
    ] {
      #expect(try rebuild(without: missing).outcome == .built)
      #expect(try readFile(sample.indexPath, bytesMax: 1 << 24) == whole, "\(missing)")
    }
  }

  @Test func `a shard with other records, another pool or other facts is not taken over`() throws {
    var sources = sample.sources
    sources.concepts?[3].occurrences += 1
    #expect(
      try DatasetIndex.build(path: sample.indexPath, from: sources, takesOver: true).outcome
        == .built)
    try restore()
    sources = sample.sources
    sources.facts["plan_sha256"] = "other"
    #expect(
      try DatasetIndex.build(path: sample.indexPath, from: sources, takesOver: true).outcome
        == .built)
    try restore()
    sources = sample.sources
    sources.regionsPerConcept = 4
    #expect(
      try DatasetIndex.build(path: sample.indexPath, from: sources, takesOver: true).outcome
        == .built)
    try restore()
    var records = sample.regions[2]
    records[0].width += 1
    let path = "\(sample.folder.path)/regions/\(ShardName(unit: 2))"
    try FileManager.default.removeItem(atPath: path)
    _ = try Samples.write(
      records, header: Samples.header(.regions, unit: 2), to: "\(sample.folder.path)/regions")
    #expect(
      try DatasetIndex.build(path: sample.indexPath, from: sample.sources, takesOver: true).outcome
        == .built)
    let image = try DatasetIndex(path: sample.indexPath).image(key: records[0].key)
    #expect(image?.width == records[0].width)
  }

  @Test func `without a pool the concepts are those that the shards name`() throws {
    var sources = sample.sources
    sources.concepts = nil
    let path = "\(sample.folder.path)/nameless.db"
    try DatasetIndex.build(path: path, from: sources)
    let named = sample.labels.joined().flatMap { record in
      record.conceptIDs + record.classBoxes.map(\.conceptID)
    }
    let found = try DatasetIndex(path: path).concepts()
    #expect(
      found.map(\.name) == (0...Int(named.max() ?? 0)).prefix(found.count).map { "concept \($0)" })
    let known = try DatasetIndex(path: sample.indexPath).concepts()
    #expect(found.map(\.regions) == known.prefix(found.count).map(\.regions))
  }

  @Test func `labels without regions are refused`() throws {
    try move("regions", 3, back: false)
    #expect {
      try DatasetIndex.build(path: sample.indexPath, from: sample.sources)
    } throws: { error in
      "\(error)".contains("expected regions of the same unit")
    }
  }

  @Test func `a unit is found with its shards and its rejected images`() throws {
    let index = try DatasetIndex(path: sample.indexPath)
    for unit in 0..<4 {
      let found = try #require(try index.unit(unit))
      #expect(found.firstImage == 6 * unit && found.images == 6)
      #expect(found.shards.map(\.kind) == [.regions, .labels])
      #expect(found.shards.allSatisfy { $0.unit == unit && $0.records == 6 })
      let rejected = sample.regions[unit].filter { $0.rejection != nil }
      #expect(found.rejected.map(\.key) == rejected.map(\.key))
      #expect(found.rejected.map(\.reason) == rejected.map { $0.rejection?.reason.rawValue })
    }
    #expect(try index.unit(4) == nil && index.unit(-1) == nil)
    #expect(try index.concept(named: "concept 7")?.id == 7)
    #expect(try index.concept(named: "concept 40") == nil)
  }

  /// Changes a copy of the index with SQLite and opens it.
  private func changed(_ sql: String) throws -> DatasetIndex {
    let path = "\(sample.folder.path)/changed.db"
    try DurableFile.replace(whole, at: path)
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { database in try database.execute(sql: sql) }
    try queue.close()
    return try DatasetIndex(path: path)
  }

  @Test(arguments: [
    "CREATE TRIGGER t AFTER INSERT ON meta BEGIN DELETE FROM images; END",
    "CREATE VIEW v AS SELECT * FROM images", "CREATE TABLE extra (x)",
    "CREATE INDEX extra ON images (abs(width))",
    "ALTER TABLE images ADD COLUMN more BLOB AS (zeroblob(1000000000))",
    "DROP INDEX images_by_key", "ALTER TABLE quarantine RENAME COLUMN detail TO details",
  ])
  func `an index with anything but our tables is refused`(sql: String) throws {
    #expect {
      _ = try changed(sql)
    } throws: { error in
      guard case .notAnIndex = error as? IndexError else { return false }
      return true
    }
  }

  @Test(arguments: [
    ("UPDATE images SET width = width + 1 WHERE image = 3", "table images"),
    ("DELETE FROM class_boxes WHERE image = (SELECT max(image) FROM class_boxes)", "class_boxes"),
    ("INSERT INTO meta VALUES ('x', 'y')", "table meta"),
    ("UPDATE concept_regions SET region = region + 1 WHERE rank = 0", "table concept_regions"),
  ])
  func `a row that differs from the shards is named`(sql: String, table: String) throws {
    let expected = try DatasetIndex(path: sample.indexPath)
    #expect(try DatasetIndex(path: sample.indexPath).differences(from: expected) == [])
    let found = try changed(sql).differences(from: expected)
    #expect((1...3).contains(found.count) && found.allSatisfy { $0.contains(table) }, "\(found)")
  }

  @Test(arguments: [
    "UPDATE concept_stats SET cosine_sum = 9223372036854775807 WHERE concept = 3",
    "UPDATE concept_stats SET cosine_sum = -9223372036854775807 - 1 WHERE concept = 3",
    "UPDATE concept_stats SET n_regions = 9223372036854775807 WHERE concept = 3",
    "UPDATE concept_stats SET n_images = -1 WHERE concept = 3",
    "UPDATE concept_regions SET concept = 40 WHERE concept = 39",
    "DELETE FROM concept_stats WHERE concept = 39", "DELETE FROM concept_stats",
    "UPDATE images SET width = width + 1 WHERE image = 3",
    "DELETE FROM images WHERE image = 3", "DELETE FROM quarantine WHERE image = 4",
    "DELETE FROM records WHERE image = 2 AND kind = 'labels'",
  ])
  func `rows that were changed are not taken over, and no sum of them traps`(sql: String) throws {
    for (units, isSigned) in [(3, false), (4, false), (3, true)] {
      let missing = (units..<4).flatMap { [("regions", $0), ("labels/set", $0)] }
      for (folder, unit) in missing { try move(folder, unit, back: false) }
      try DatasetIndex.build(path: sample.indexPath, from: sample.sources)
      for (folder, unit) in missing { try move(folder, unit, back: true) }
      let queue = try DatabaseQueue(path: sample.indexPath)
      try queue.writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA foreign_keys = OFF")
        try database.execute(sql: sql)
        #expect(database.changesCount > 0)
      }
      try queue.close()
      if isSigned { try sign() }
      let summary = try DatasetIndex.build(
        path: sample.indexPath, from: sample.sources, takesOver: true)
      // Whoever writes the digest too may write what he likes, but not end the program.
      guard !isSigned || sql.contains("concept_") else { continue }
      #expect(summary.outcome == .built, "\(units) units before")
      #expect(try readFile(sample.indexPath, bytesMax: 1 << 24) == whole, "\(units) units before")
    }
  }

  @Test func `an index with any other bit, or without its digest, is made anew`() throws {
    let digest = "\(sample.indexPath).sha256"
    let text = "\(SHA256Digest(of: whole).hex)  index.db\n"
    #expect(try readFile(digest, bytesMax: 1 << 10) == Array(text.utf8))
    func outcome() throws -> IndexSummary.Outcome {
      try DatasetIndex.build(path: sample.indexPath, from: sample.sources, takesOver: true).outcome
    }
    #expect(try outcome() == .unchanged)
    var random = SeededGenerator(seed: 12)
    for round in 0..<60 {
      var bytes = whole
      // The first rounds change the header's free numbers, which SQLite does not look at.
      let place = round < 20 ? 72 + round : Int.random(in: 0..<whole.count, using: &random)
      bytes[place] ^= 1 << Int.random(in: 0..<8, using: &random)
      try DurableFile.replace(bytes, at: sample.indexPath)
      #expect(try outcome() == .built, "byte \(place)")
      #expect(try readFile(sample.indexPath, bytesMax: 1 << 24) == whole, "byte \(place)")
    }
    for other in ["", "x", "\(SHA256Digest(of: whole).hex)  other.db\n", text + text] {
      try DurableFile.replace(Array(other.utf8), at: digest)
      #expect(try outcome() == .built)
      #expect(try readFile(digest, bytesMax: 1 << 10) == Array(text.utf8))
    }
    try FileManager.default.removeItem(atPath: digest)
    #expect(try outcome() == .built)
    #expect(try outcome() == .unchanged)
  }

  @Test func `a label of a pool without names is refused`() throws {
    var sources = sample.sources
    sources.concepts = []
    #expect {
      try DatasetIndex.build(path: sample.indexPath, from: sources)
    } throws: { "\($0)".contains("expected concepts below 0") }
  }

  @Test func `no damage of an index traps its reader`() throws {
    var random = SeededGenerator(seed: 3)
    let path = "\(sample.folder.path)/damaged.db"
    var opened = 0
    for _ in 0..<300 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...40, using: &random) {
        bytes[Int.random(in: 100..<bytes.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      if Bool.random(using: &random) {
        bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
      }
      try Data(bytes).write(to: URL(filePath: path))
      guard let index = try? DatasetIndex(path: path) else { continue }
      opened += 1
      _ = try? index.check()
      _ = try? index.concepts()
      _ = try? index.facts()
      _ = try? index.shards()
      _ = try? index.rejections()
      for unit in 0..<4 { _ = try? index.unit(unit) }
      for record in sample.regions.joined() { _ = try? index.image(key: record.key) }
      for concept in 0..<40 {
        _ = try? index.nearestRegions(concept: concept, limit: 5)
        _ = try? index.classBoxes(concept: concept, limit: 5)
      }
      let rebuilt = try DatasetIndex.build(path: path, from: sample.sources, takesOver: true)
      #expect(rebuilt.images == 24)
    }
    #expect(opened > 20)
  }
}
