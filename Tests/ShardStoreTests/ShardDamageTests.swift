import Codecs
import Records
import ShardStore
import Testing

/// Whatever happens to the bytes of a shard, reading it returns the truth or an error.
struct ShardDamageTests {
  static let path = "regions/unit-00000007.plr.zst"
  private let records: [RegionRecord]
  private let bytes: [UInt8]

  init() throws {
    var random = SeededGenerator(seed: 5)
    records = [
      Samples.regionRecord(0, regions: 2, embeddingSize: 3, &random),
      Samples.rejectedRecord(1, &random),
      Samples.regionRecord(2, regions: 0, embeddingSize: 3, &random),
    ]
    let folder = TemporaryFolder()
    let summary = try Samples.write(
      records, header: Samples.header(.regions, embeddingSize: 3), to: folder.path)
    bytes = try readFile(summary.path, bytesMax: 1 << 20)
  }

  /// How reading damaged bytes ended.
  private enum Ending { case refused, unchanged, wrong }

  private func read(_ bytes: [UInt8]) -> Ending {
    let system = MemoryFileSystem(bytes: bytes)
    guard let reader = try? ShardReader(path: Self.path, fileSystem: system) else {
      return .refused
    }
    guard reader.header == Samples.header(.regions, embeddingSize: 3),
      reader.count == records.count
    else { return .wrong }
    var ending = Ending.unchanged
    for (index, record) in records.enumerated() {
      guard let found = try? reader.regionRecord(at: index) else {
        ending = .refused
        continue
      }
      guard found == record else { return .wrong }
    }
    return ending
  }

  @Test func `no single bit flip returns wrong data, and verify sees each`() throws {
    #expect(read(bytes) == .unchanged)
    var endings: [Ending: Int] = [:]
    for bit in 0..<bytes.count * 8 {
      var flipped = bytes
      flipped[bit / 8] ^= 1 << (bit % 8)
      let ending = read(flipped)
      endings[ending, default: 0] += 1
      #expect(ending != .wrong, "bit \(bit)")
      let system = MemoryFileSystem(bytes: flipped)
      let problems = try ShardReader.verify(path: Self.path, fileSystem: system)
      #expect(!problems.isEmpty, "bit \(bit)")
    }
    // Only zstd's unused header bits and the digest of the whole file do not matter to reading.
    #expect(endings[.unchanged, default: 0] <= 32 * 8 + 8 * records.count)
    #expect(endings[.refused, default: 0] > bytes.count * 7)
  }

  @Test func `no truncation is read`() {
    for count in 0..<bytes.count {
      #expect(read(Array(bytes.prefix(count))) == .refused, "\(count) bytes")
      #expect(read(Array(bytes.suffix(count))) == .refused, "last \(count) bytes")
    }
  }

  @Test func `appended bytes are refused`() {
    #expect(read(bytes + [0]) == .refused)
    #expect(read(bytes + bytes) == .refused)
    #expect(read(bytes + bytes.suffix(64)) == .refused)
  }

  @Test func `no zeroed run of bytes returns wrong data`() {
    for length in [2, 4, 8, 64, 512] {
      for start in stride(from: 0, to: bytes.count - length, by: 3) {
        var zeroed = bytes
        for index in start..<start + length { zeroed[index] = 0 }
        #expect(read(zeroed) != .wrong, "\(length) bytes at \(start)")
      }
    }
  }

  @Test func `no random damage returns wrong data`() {
    var random = SeededGenerator(seed: 11)
    for round in 0..<2_000 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...20, using: &random) {
        let index = Int.random(in: 0..<damaged.count, using: &random)
        damaged[index] = UInt8.random(in: 0...255, using: &random)
      }
      #expect(read(damaged) != .wrong, "round \(round)")
    }
  }

  @Test func `a shard under another unit's name is reported`() throws {
    let system = MemoryFileSystem(bytes: bytes)
    let problems = try ShardReader.verify(
      path: "regions/unit-00000008.plr.zst", fileSystem: system)
    #expect(
      problems.map(\.text) == [
        "the header says unit 7, expected the file name unit-00000007.plr.zst"
      ])
  }
}
