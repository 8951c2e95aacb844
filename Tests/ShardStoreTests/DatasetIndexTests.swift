import Codecs
import Foundation
import Records
import Testing

@testable import ShardStore

/// A small data set of three units with labels, and its index.
final class IndexedSample {
  let folder = TemporaryFolder()
  let regions: [[RegionRecord]]
  let labels: [[LabelRecord]]
  let concepts = (0..<40).map { number in
    Concept(
      name: "concept \(number)", occurrences: number * 3, images: number, surfaceForms: [],
      example: "")
  }
  var indexPath: String { "\(folder.path)/index.db" }
  var sources: IndexSources {
    IndexSources(
      regions: "\(folder.path)/regions", labels: "\(folder.path)/labels/set", concepts: concepts,
      facts: ["plan_sha256": "abc", "pool_sha256": "def"], regionsPerConcept: 5)
  }

  init(units: Int = 3, images: Int = 12) throws {
    var random = SeededGenerator(seed: 77)
    var regions: [[RegionRecord]] = []
    var labels: [[LabelRecord]] = []
    for unit in 0..<units {
      let ordinals = unit * images..<(unit + 1) * images
      regions.append(
        ordinals.map { ordinal in
          ordinal % 5 == 4
            ? Samples.rejectedRecord(ordinal, &random)
            : Samples.regionRecord(ordinal, regions: ordinal % 4, &random)
        })
      labels.append(
        zip(ordinals, regions[unit]).map { ordinal, region in
          var label = Samples.labelRecord(ordinal, regions: region.boxes.count, &random)
          label.imageID = region.imageID
          label.conceptIDs = label.conceptIDs.map { $0 % 40 }
          label.classBoxes = label.classBoxes.map { box in
            ClassBox(conceptID: box.conceptID % 40, region: box.region, score: box.score)
          }
          for place in label.imageLabels.indices { label.imageLabels[place].conceptID %= 40 }
          // Equal cosines test the order of ties.
          label.cosines = label.cosines.map { ($0 * 4).rounded() / 4 }
          return label
        })
    }
    self.regions = regions
    self.labels = labels
    for unit in 0..<units {
      _ = try Samples.write(
        regions[unit], header: Samples.header(.regions, unit: unit),
        to: "\(folder.path)/regions")
      _ = try Samples.write(
        labels[unit], header: Samples.header(.labels, unit: unit),
        to: "\(folder.path)/labels/set")
    }
  }
}

struct DatasetIndexTests {
  private let sample: IndexedSample
  private let index: DatasetIndex
  private let summary: IndexSummary

  init() throws {
    sample = try IndexedSample()
    summary = try DatasetIndex.build(path: sample.indexPath, from: sample.sources)
    index = try DatasetIndex(path: sample.indexPath)
  }

  @Test func `every image is found by its key and its id`() throws {
    for (unit, records) in sample.regions.enumerated() {
      for (ordinal, record) in records.enumerated() {
        let found = try #require(try index.image(key: record.key))
        #expect(found.number == unit * 12 + ordinal)
        #expect(found.imageID == record.imageID)
        #expect(found.width == record.width && found.height == record.height)
        #expect(found.rejection == record.rejection?.reason)
        #expect(found.regions == record.boxes.count)
        let shard = ShardName(unit: unit).text
        #expect(
          found.places == [
            .init(kind: .regions, shard: shard, ordinal: ordinal),
            .init(kind: .labels, shard: shard, ordinal: ordinal),
          ])
        #expect(try index.image(imageID: record.imageID)?.key == record.key)
      }
    }
    #expect(try index.image(key: ImageKey("images/none.jpg")) == nil)
    #expect(try index.image(key: ImageKey("' OR 1 = 1 --")) == nil)
  }

  @Test func `the summary counts what the shards hold`() throws {
    let records = sample.regions.flatMap { $0 }
    #expect(summary.images == 36)
    #expect(summary.rejected == records.count { $0.rejection != nil })
    #expect(summary.regions == records.reduce(0) { $0 + $1.boxes.count })
    #expect(summary.shards == 6)
    #expect(summary.concepts == 40)
    #expect(summary.classBoxes == sample.labels.joined().reduce(0) { $0 + $1.classBoxes.count })
    #expect(summary.bytes == (try readFile(sample.indexPath, bytesMax: 1 << 24)).count)
    let shards = try index.shards()
    #expect(shards.map(\.unit) == [0, 0, 1, 1, 2, 2])
    #expect(shards.map(\.kind) == [.regions, .labels, .regions, .labels, .regions, .labels])
    #expect(shards.reduce(0) { $0 + $1.regions } == 2 * summary.regions)
    #expect(try index.rejections().values.reduce(0, +) == summary.rejected)
    let facts = try index.facts()
    #expect(facts.filter { sample.sources.facts[$0.key] != nil } == sample.sources.facts)
    #expect(facts["regions_settings"] == Samples.digest.hex && facts["labels_tool"] == "test 1")
    #expect(facts["pool_digest"] == Samples.digest.hex && facts["regions_per_concept"] == "5")
  }

  @Test func `a concept's nearest regions are the highest cosines of all records`() throws {
    for concept in 0..<40 {
      var expected: [(cosine: Float, image: Int, region: Int, key: ImageKey)] = []
      for (image, record) in sample.labels.joined().enumerated() {
        for (place, id) in record.conceptIDs.enumerated() where id == UInt32(concept) {
          expected.append((record.cosines[place], image, place / 3, record.key))
        }
      }
      expected.sort { ($1.cosine, $0.image, $0.region) < ($0.cosine, $1.image, $1.region) }
      let found = try index.nearestRegions(concept: concept, limit: 4)
      #expect(found.map(\.key) == expected.prefix(4).map(\.key))
      #expect(found.map(\.region) == expected.prefix(4).map(\.region))
      #expect(found.map(\.score) == expected.prefix(4).map { Double($0.cosine) })
    }
  }

  @Test func `a concept's figures are those of the regions it is nearest to`() throws {
    let found = try index.concepts()
    #expect(found.map(\.name) == sample.concepts.map(\.name))
    for concept in found {
      var cosines: [Double] = []
      var images = 0
      for record in sample.labels.joined() {
        let tops = record.logSumExp.indices.filter {
          record.conceptIDs[$0 * 3] == UInt32(concept.id)
        }
        cosines += tops.map { Double(record.cosines[$0 * 3]) }
        images += tops.isEmpty ? 0 : 1
      }
      #expect(concept.regions == cosines.count)
      #expect(concept.images == images)
      let mean = cosines.isEmpty ? nil : cosines.reduce(0, +) / Double(cosines.count)
      #expect(concept.meanCosine == mean)
    }
  }

  @Test func `class boxes of a concept come best first`() throws {
    for concept in 0..<40 {
      let expected = sample.labels.joined().flatMap { record in
        record.classBoxes.filter { $0.conceptID == UInt32(concept) }
          .map { IndexedRegion(key: record.key, region: $0.region, score: Double($0.score)) }
      }
      let found = try index.classBoxes(concept: concept, limit: 1_000)
      #expect(Set(found) == Set(expected) && found.count == expected.count)
      #expect(found.map(\.score) == found.map(\.score).sorted(by: >))
    }
  }

  @Test func `any order of insertion gives the same bytes`() throws {
    let bytes = try readFile(sample.indexPath, bytesMax: 1 << 24)
    for order in [[2, 1, 0], [1, 2, 0], [0, 2, 1]] {
      let builder = try IndexBuilder(
        path: "\(sample.folder.path)/other.db",
        scan: IndexScan(sample.sources, PosixFileSystem()), order: { _ in order })
      try builder.steps.runInTurn()
      #expect(try builder.finish() == summary)
      #expect(try readFile("\(sample.folder.path)/other.db", bytesMax: 1 << 24) == bytes)
    }
  }

  @Test func `only the index is left, and an open one outlives a new one`() throws {
    try DatasetIndex.build(path: sample.indexPath, from: sample.sources)
    #expect(sample.folder.names == ["index.db", "index.db.sha256", "labels", "regions"])
    #expect(try index.concepts().count == 40)
  }

  @Test func `an index without labels has images and no figures`() throws {
    var sources = sample.sources
    sources.labels = nil
    let path = "\(sample.folder.path)/regions only.db"
    let summary = try DatasetIndex.build(path: path, from: sources)
    #expect(summary.shards == 3 && summary.classBoxes == 0)
    #expect(try DatasetIndex(path: path).concepts().allSatisfy { $0.regions == 0 })
  }

  @Test func `labels of other images are refused`() throws {
    let other = try IndexedSample(units: 1)
    var labels = other.labels[0]
    labels[3].imageID ^= 1
    _ = try Samples.write(
      labels, header: Samples.header(.labels, unit: 0), to: "\(other.folder.path)/labels/wrong")
    var sources = other.sources
    sources.labels = "\(other.folder.path)/labels/wrong"
    #expect {
      try DatasetIndex.build(path: other.indexPath, from: sources)
    } throws: { error in
      guard case .mismatch(_, let detail) = error as? IndexError else { return false }
      return detail.hasPrefix("record 3 is not of image")
    }
    #expect(other.folder.names == ["labels", "regions"])
  }

  @Test func `a concept beyond the pool is refused`() throws {
    var sources = sample.sources
    sources.concepts?.removeLast(30)
    #expect {
      try DatasetIndex.build(path: sample.indexPath, from: sources)
    } throws: { error in
      guard case .mismatch(_, let detail) = error as? IndexError else { return false }
      return detail.hasPrefix("expected concepts below 10")
    }
    #expect(
      try DatasetIndex.build(path: sample.indexPath, from: sample.sources, takesOver: true)
        .outcome == .unchanged)
    // The index of before is still there.
    #expect(try DatasetIndex(path: sample.indexPath).concepts().count == 40)
  }

  @Test func `a damaged shard stops the build by name`() throws {
    let path = "\(sample.folder.path)/regions/unit-00000001.plr.zst"
    var bytes = try readFile(path, bytesMax: 1 << 24)
    bytes[bytes.count / 2] ^= 1
    try DurableFile.replace(bytes, at: path)
    #expect {
      try DatasetIndex.build(path: sample.indexPath, from: sample.sources)
    } throws: { error in
      guard case .shard(.damaged(path, _, _)) = error as? IndexError else { return false }
      return true
    }
  }

  @Test func `other files are refused by name`() throws {
    let path = "\(sample.folder.path)/other.db"
    #expect(throws: IndexError.self) { try DatasetIndex(path: path) }
    let text = "not a database, and long enough to be read as one"
    try DurableFile.publish(Array(text.utf8), at: path)
    #expect(throws: IndexError.self) { try DatasetIndex(path: path) }
    var bytes = try readFile(sample.indexPath, bytesMax: 1 << 24)
    // The application id is at offset 68, the user version at 60 (SQLite file format, 1.3).
    bytes[71] ^= 1
    try DurableFile.replace(bytes, at: path)
    #expect {
      try DatasetIndex(path: path)
    } throws: { error in
      guard case .notAnIndex(_, "application id", _, _) = error as? IndexError else { return false }
      return true
    }
    bytes[71] ^= 1
    bytes[63] = 9
    try DurableFile.replace(bytes, at: path)
    #expect {
      try DatasetIndex(path: path)
    } throws: { error in
      error as? IndexError
        == .notAnIndex(path: path, what: "version", expected: "2", found: "9")
    }
  }

  @Test func `the path may hold any character`() throws {
    let path = "\(sample.folder.path)/index ?#%&é.db"
    try DatasetIndex.build(path: path, from: sample.sources)
    #expect(try DatasetIndex(path: path).concepts().count == 40)
  }

  @Test func `the schema on file is the schema in use`() throws {
    let path =
      URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path + "/schemas/index.sql"
    let text = String(decoding: try readFile(path, bytesMax: 1 << 20), as: UTF8.self)
    let statements = text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("--") }.joined(separator: "\n")
    #expect(statements == IndexSchema.text)
  }
}
