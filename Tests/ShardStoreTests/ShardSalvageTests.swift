import Codecs
import Foundation
import Records
import Testing

@testable import ShardStore

/// What is saved from a damaged shard is the truth, and as much of it as there is.
struct ShardSalvageTests {
  private let folder = TemporaryFolder()
  private let records: [RegionRecord]
  private let good: [UInt8]
  private let header = Samples.header(.regions, embeddingSize: 3)
  private var path: String { "\(folder.path)/unit-00000007.plr.zst" }
  private var target: String { "\(folder.path)/salvaged.plr.zst" }

  init() throws {
    var random = SeededGenerator(seed: 5)
    records = (0..<4).map { ordinal in
      ordinal == 2
        ? Samples.rejectedRecord(ordinal, &random)
        : Samples.regionRecord(ordinal, regions: ordinal % 3, embeddingSize: 3, &random)
    }
    good = try readFile(
      Samples.write(records, header: header, to: folder.path).path, bytesMax: 1 << 20)
  }

  /// Salvages `bytes`; `nil` when nothing could be saved.
  private func salvage(_ bytes: [UInt8]) throws -> (ShardSalvage.Outcome, [RegionRecord])? {
    try Data(bytes).write(to: URL(filePath: path))
    try? FileManager.default.removeItem(atPath: target)
    guard let outcome = try? ShardSalvage(path: path).write(to: target) else { return nil }
    #expect(try readFile(path, bytesMax: 1 << 20) == bytes, "the damaged file is left alone")
    let reader = try ShardReader(path: target)
    #expect(reader.count == outcome.kept)
    return (outcome, try (0..<reader.count).map { try reader.regionRecord(at: $0) })
  }

  @Test func `a good shard is copied whole`() throws {
    let (outcome, found) = try #require(try salvage(good))
    #expect(found == records)
    #expect(outcome.losses == [] && outcome.promised == 4 && !outcome.hasForeignHeader)
    #expect(try readFile(target, bytesMax: 1 << 20) == good)
  }

  @Test func `whichever byte is wrong, all records but one are saved and the loss is named`() throws
  {
    let reader = try ShardReader(path: path)
    let headerBytes = reader.seekTable.entries[0].compressedBytes
    var saved = 0
    for place in stride(from: 0, to: good.count, by: 3) {
      var bytes = good
      bytes[place] ^= 0x41
      guard let (outcome, found) = try salvage(bytes) else {
        #expect(place < headerBytes, "byte \(place)")
        continue
      }
      saved += 1
      #expect(found.allSatisfy(records.contains), "byte \(place)")
      #expect(found.count >= 3, "byte \(place)")
      #expect(outcome.losses.isEmpty == (found.count == 4) || found.count == 4, "byte \(place)")
      if found.count == 3, outcome.promised == 4 {
        let lost = records.firstIndex { !found.contains($0) }
        #expect(outcome.losses.first?.record == lost, "byte \(place)")
        #expect(outcome.losses.first?.imageID == lost.map { records[$0].imageID })
      }
    }
    #expect(saved >= (good.count - headerBytes) / 3)
  }

  @Test func `of a shard that was cut the records before the cut are saved`() throws {
    let reader = try ShardReader(path: path)
    var ends: [Int] = []
    for entry in reader.seekTable.entries { ends.append((ends.last ?? 0) + entry.compressedBytes) }
    for count in stride(from: 0, to: good.count, by: 5) {
      let whole = ends[1...4].count { $0 <= count }
      let found = try salvage(Array(good.prefix(count)))?.1 ?? []
      #expect(found == Array(records.prefix(whole)), "\(count) bytes")
    }
  }

  @Test func `a record of another shard is not mixed in`() throws {
    var random = SeededGenerator(seed: 9)
    let foreign = Samples.regionRecord(1, regions: 1, embeddingSize: 3, &random)
    let other = TemporaryFolder()
    let theirs = try Samples.write([foreign], header: header, to: other.path).path
    let bytes = try readFile(theirs, bytesMax: 1 << 20)
    func frame(_ path: String, _ number: Int, _ bytes: [UInt8]) throws -> Range<Int> {
      let entries = try ShardReader(path: path).seekTable.entries
      let start = entries.prefix(number).reduce(0) { $0 + $1.compressedBytes }
      return start..<start + entries[number].compressedBytes
    }
    var spliced = good
    spliced.replaceSubrange(try frame(path, 2, good), with: bytes[try frame(theirs, 1, bytes)])
    let (outcome, found) = try #require(try salvage(spliced))
    #expect(found == [records[0], records[2], records[3]])
    #expect(outcome.losses.contains { $0.record == 1 })
    #expect(outcome.losses.contains { $0.text.contains("not this shard's") })
  }

  @Test func `another shard's header stands in for a damaged one`() throws {
    var bytes = good
    bytes[40] ^= 1
    try Data(bytes).write(to: URL(filePath: path))
    #expect(throws: ShardError.self) { try ShardSalvage(path: path) }
    let other = TemporaryFolder()
    let sibling = try Samples.write(
      [records[0]], header: Samples.header(.regions, unit: 3, embeddingSize: 3), to: other.path)
    let outcome = try ShardSalvage(path: path, sibling: sibling.path).write(to: target)
    #expect(outcome.hasForeignHeader && outcome.kept == 4)
    #expect(try ShardReader(path: target).header == header)
  }

  @Test func `a header's length is not believed against the frames that follow`() throws {
    let other = TemporaryFolder()
    let sibling = try Samples.write(
      [records[0]], header: Samples.header(.regions, unit: 3, embeddingSize: 3), to: other.path)
    for place in 32..<64 {
      var bytes = good
      bytes[place / 8] ^= 1 << (place % 8)
      try Data(bytes).write(to: URL(filePath: path))
      try? FileManager.default.removeItem(atPath: target)
      let outcome = try ShardSalvage(path: path, sibling: sibling.path).write(to: target)
      #expect(outcome.kept == 4, "bit \(place)")
    }
  }

  @Test func `of a disk with a bad sector the other records are saved`() throws {
    var random = SeededGenerator(seed: 6)
    let records = (0..<40).map {
      Samples.regionRecord($0, regions: 6, embeddingSize: 64, &random)
    }
    let other = TemporaryFolder()
    let header = Samples.header(.regions, embeddingSize: 64)
    let whole = try readFile(
      Samples.write(records, header: header, to: other.path).path, bytesMax: 1 << 20)
    #expect(whole.count > 5 * 4096)
    var system = MemoryFileSystem(bytes: whole)
    system.unreadable = 9000..<9001
    let outcome = try ShardSalvage(path: path, fileSystem: system).write(to: target)
    // A block is at most 5 records, and one more at each end.
    #expect((30..<40).contains(outcome.kept) && outcome.promised == 40, "\(outcome.kept)")
    let reader = try ShardReader(path: target)
    for index in 0..<reader.count {
      #expect(records.contains(try reader.regionRecord(at: index)))
    }
    system.unreadable = 0..<whole.count
    #expect {
      try ShardSalvage(path: path, fileSystem: system)
    } throws: { error in
      if case .file(.call("read", _, _, _)) = error as? ShardError { true } else { false }
    }
  }

  @Test func `nothing is written where a file is, or where nothing is left`() throws {
    try Data(good).write(to: URL(filePath: path))
    _ = try ShardSalvage(path: path).write(to: target)
    let before = try readFile(target, bytesMax: 1 << 20)
    var bytes = good
    bytes[good.count / 2] ^= 1
    try Data(bytes).write(to: URL(filePath: path))
    #expect(throws: ShardError.self) { try ShardSalvage(path: path).write(to: target) }
    #expect(try readFile(target, bytesMax: 1 << 20) == before)
  }
}
