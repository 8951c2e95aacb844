import Codecs
import Records
import ShardStore
import Testing

struct ShardRoundTripTests {
  @Test(arguments: 0..<20) func `region records come back bit for bit`(seed: Int) throws {
    let folder = TemporaryFolder()
    let records = Samples.records(seed, seed: UInt64(seed))
    let summary = try Samples.write(records, to: folder.path)
    #expect(folder.names == ["unit-00000007.plr.zst"])
    let reader = try ShardReader(path: summary.path)
    #expect(reader.header == Samples.header(.regions))
    #expect(reader.count == seed)
    for (index, record) in records.enumerated() {
      let found = try reader.regionRecord(at: index)
      #expect(found == record)
      // -0 equals 0 as a number, so the patterns are compared as well.
      #expect(found.embeddings.map(\.bitPattern) == record.embeddings.map(\.bitPattern))
      #expect(try reader.index(of: record.key) == index)
    }
    #expect(summary.records == records.count)
    #expect(summary.regions == records.reduce(0) { $0 + $1.boxes.count })
    #expect(summary.rejections.values.reduce(0, +) == records.count { $0.rejection != nil })
    #expect(summary.digest == (try SHA256Digest(ofFile: summary.path)))
    #expect(summary.outcome == .published)
    #expect(try ShardReader.verify(path: summary.path) == [])
  }

  @Test(arguments: 0..<20) func `label records come back`(seed: Int) throws {
    let folder = TemporaryFolder()
    var random = SeededGenerator(seed: UInt64(seed))
    let records = (0..<seed).map { ordinal in
      Samples.labelRecord(
        ordinal, regions: ordinal % 6, conceptsPerRegion: ordinal % 4, &random)
    }
    let summary = try Samples.write(records, to: folder.path)
    let reader = try ShardReader(path: summary.path)
    #expect(try (0..<reader.count).map { try reader.labelRecord(at: $0) } == records)
    #expect(try ShardReader.verify(path: summary.path) == [])
  }

  @Test func `a record of the largest allowed sizes comes back`() throws {
    let folder = TemporaryFolder()
    var random = SeededGenerator(seed: 1)
    var record = Samples.regionRecord(
      0, regions: ShardLimits.regionsMax, embeddingSize: 16, &random)
    record.key = ImageKey(bytes: [UInt8](repeating: 0xFF, count: ShardLimits.keyBytesMax))
    let wide = Samples.regionRecord(
      0, regions: 3, embeddingSize: ShardLimits.embeddingSizeMax, &random)
    for (record, unit) in [(record, 0), (wide, ShardLimits.unitMax)] {
      let summary = try Samples.write(
        [record],
        header: Samples.header(.regions, unit: unit, embeddingSize: record.embeddingSize),
        to: folder.path)
      #expect(try ShardReader(path: summary.path).regionRecord(at: 0) == record)
    }
  }

  @Test func `embeddings can be left unread`() throws {
    let folder = TemporaryFolder()
    let records = Samples.records(9, seed: 3)
    let reader = try ShardReader(path: try Samples.write(records, to: folder.path).path)
    for (index, record) in records.enumerated() {
      var expected = record
      expected.embeddings = []
      #expect(try reader.regionRecord(at: index, includesEmbeddings: false) == expected)
    }
  }

  @Test func `a second writer of equal records finds the work done`() throws {
    let folder = TemporaryFolder()
    let records = Samples.records(5, seed: 1)
    let first = try Samples.write(records, to: folder.path)
    let second = try Samples.write(records, to: folder.path)
    #expect(second.outcome == .alreadyThere)
    #expect(second.digest == first.digest)
    #expect(folder.names == ["unit-00000007.plr.zst"])
  }

  @Test func `a second writer of other records is refused and changes nothing`() throws {
    let folder = TemporaryFolder()
    let first = try Samples.write(Samples.records(5, seed: 1), to: folder.path)
    #expect {
      try Samples.write(Samples.records(5, seed: 2), to: folder.path)
    } throws: { error in
      guard case .file(.conflict(first.path, _, first.digest)) = error as? ShardError else {
        return false
      }
      return true
    }
    #expect(try SHA256Digest(ofFile: first.path) == first.digest)
    #expect(folder.names == ["unit-00000007.plr.zst"])
  }

  @Test func `a writer that is dropped leaves nothing`() throws {
    let folder = TemporaryFolder()
    do {
      let writer = try ShardWriter(directory: folder.path, header: Samples.header(.regions))
      for record in Samples.records(3, seed: 1) { try writer.append(record) }
      #expect(folder.names.count == 1)
      #expect(folder.names[0].hasPrefix(".tmp-"))
    }
    #expect(folder.names == [])
  }
}
