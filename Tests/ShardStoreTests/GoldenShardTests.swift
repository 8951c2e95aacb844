import Codecs
import Foundation
import Records
import ShardStore
import Testing

/// Shards of released format versions, which every later version must read.
///
/// `PSEUDOBOX_RECORD=1 swift test --filter GoldenShardTests` writes those of today's version anew;
/// such a run fails.
struct GoldenShardTests {
  static let versions =
    URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().path + "/Golden/shards"
  /// Today's version.
  static let folder = "\(versions)/v1.2"
  static let isRecording = ProcessInfo.processInfo.environment["PSEUDOBOX_RECORD"] == "1"

  /// Version 1.0, without class sides.
  static let plainRegions = Samples.records(6, seed: 42)
  /// Version 1.1, without perceptual hashes.
  static let regionsWithSides = Samples.withClassSides(plainRegions, seed: 44)
  static let regions = regionsWithSides.enumerated().map { place, record in
    var record = record
    // One record in three has none, as a file that could not be decoded.
    if record.rejection == nil, place % 3 != 1 {
      record.differenceHash = 0xFEDC_BA98_7654_3210 &* UInt64(2 * place + 1)
    }
    return record
  }
  static let labels: [LabelRecord] = {
    var random = SeededGenerator(seed: 43)
    return (0..<6).map { ordinal in
      var record = Samples.labelRecord(
        ordinal, regions: plainRegions[ordinal].boxes.count, &random)
      record.imageID = plainRegions[ordinal].imageID
      return record
    }
  }()

  @Test(arguments: ["v1", "v1.1", "v1.2"])
  func `golden region shards are read`(version: String) throws {
    let reader = try ShardReader(
      path: "\(Self.versions)/\(version)/regions/unit-00000007.plr.zst")
    #expect(reader.header == Samples.header(.regions))
    let expected = ["v1": Self.plainRegions, "v1.1": Self.regionsWithSides][version]
    let found = try (0..<reader.count).map { try reader.regionRecord(at: $0) }
    #expect(found == expected ?? Self.regions)
    #expect(try ShardReader.verify(path: reader.path) == [])
  }

  @Test(arguments: ["v1", "v1.1", "v1.2"])
  func `golden label shards are read`(version: String) throws {
    let reader = try ShardReader(
      path: "\(Self.versions)/\(version)/labels/set/unit-00000007.plr.zst")
    #expect(reader.header == Samples.header(.labels))
    #expect(try (0..<reader.count).map { try reader.labelRecord(at: $0) } == Self.labels)
    #expect(try ShardReader.verify(path: reader.path) == [])
  }

  @Test(.enabled(if: ZstdCompressor.libraryVersion == "1.5.4"))
  func `today's writer gives the golden bytes`() throws {
    let folder = TemporaryFolder()
    let written = [
      try Samples.write(Self.regions, to: "\(folder.path)/regions"),
      try Samples.write(Self.labels, to: "\(folder.path)/labels/set"),
    ]
    if Self.isRecording {
      try? FileManager.default.removeItem(atPath: Self.folder)
      try PosixFileSystem().createDirectories((Self.folder as NSString).deletingLastPathComponent)
      try FileManager.default.copyItem(atPath: folder.path, toPath: Self.folder)
      try DurableFile.publish(try GoldenExpectation.bytes(), at: "\(Self.folder)/expected.json")
      Issue.record("recorded; run again without PSEUDOBOX_RECORD")
    }
    for summary in written {
      let golden = Self.folder + summary.path.dropFirst(folder.path.count)
      #expect(try SHA256Digest(ofFile: golden) == summary.digest)
    }
  }

  @Test func `the recorded expectation is what the records say`() throws {
    let recorded = try readFile("\(Self.folder)/expected.json", bytesMax: 1 << 20)
    #expect(recorded == (try GoldenExpectation.bytes()))
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/zstd")))
  func `the zstd tool tests and unpacks golden shards`() throws {
    for name in ["regions", "labels/set"] {
      let path = "\(Self.folder)/\(name)/unit-00000007.plr.zst"
      #expect(try Self.zstd(["-t", path]).status == 0)
      let unpacked = try Self.zstd(["-dc", path])
      #expect(unpacked.status == 0)
      let starts = unpacked.output.ranges(of: Array("PLR1".utf8)).count
      #expect(starts == 6)
    }
  }

  @Test func `broken class sides are not written`() throws {
    let good = try #require(Self.regions.first { ($0.classSides?.regions.count ?? 0) >= 2 })
    let breaks: [(inout RegionClassSides) -> Void] = [
      { $0.regions.reverse() }, { $0.regions[1] = $0.regions[0] }, { $0.regions[1] = 99 },
      { $0.shifts.removeLast() }, { $0.scales.append(1) }, { $0.embeddings.removeLast() },
      { $0.shifts[0] = .nan }, { $0.scales[0] = .infinity }, { $0.embeddings[0] = .nan },
      { $0.embeddingSize = 0 },
      {
        $0 = RegionClassSides(
          regions: [], shifts: [], scales: [], embeddingSize: 3, embeddings: [])
      },
    ]
    let folder = TemporaryFolder()
    for (index, damage) in breaks.enumerated() {
      var record = good
      var sides = try #require(record.classSides)
      damage(&sides)
      record.classSides = sides
      #expect(throws: ShardError.self, "\(index)") {
        try Samples.write([record], to: "\(folder.path)/\(index)")
      }
    }
    var record = good
    record.queries = [1]
    #expect(throws: ShardError.self) { try Samples.write([record], to: "\(folder.path)/queries") }
  }

  private static func zstd(_ arguments: [String]) throws -> (status: Int32, output: [UInt8]) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/zstd")
    process.arguments = ["-q"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, [UInt8](output))
  }
}
