import Codecs
import Records
import Testing

@testable import ShardStore

/// Shards whose checksums are right and whose claims are not.
struct ForgedShardTests {
  /// The parts of a shard before they are put together.
  struct Parts {
    var header = Samples.header(.regions, embeddingSize: 3)
    var payloads: [[UInt8]] = []
    var frames: [[UInt8]] = []
    var directory = ShardDirectory()
    var contentBytes: [Int] = []
    var headerContent: [UInt8]?

    init(_ records: [RegionRecord]) throws {
      for record in records {
        try append(RecordPayload(record))
      }
    }

    mutating func append(_ payload: RecordPayload) throws {
      let (bytes, flushPoints) = payload.encoded()
      payloads.append(bytes)
      frames.append(try ZstdCompressor(level: 3).frame(of: bytes, flushPoints: flushPoints))
      contentBytes.append(bytes.count)
      directory.entries.append(ShardDirectory.Entry(payload: payload, bytes: bytes))
    }

    func reader() throws -> ShardReader {
      try ShardReader(path: path, fileSystem: MemoryFileSystem(bytes: bytes()))
    }

    func problems() throws -> [String] {
      try ShardReader.verify(path: path, fileSystem: MemoryFileSystem(bytes: bytes())).map(\.text)
    }

    private var path: String { "unit-00000007.plr.zst" }

    private func bytes() throws -> [UInt8] {
      var table = SeekTable()
      let start = SkippableFrame.frame(.header, try headerContent ?? header.content())
      table.appendSkippable(bytes: start.count)
      var bytes = start
      for (index, frame) in frames.enumerated() {
        bytes += frame
        table.append(
          frame: frame, contentBytes: contentBytes[index],
          checksum: ZstdFrame.checksum(of: frame[...]))
      }
      let end = directory.frameStart()
      bytes += end
      bytes += SHA256Digest(of: bytes).bytes
      table.appendSkippable(bytes: end.count + 32)
      bytes += table.frame()
      return bytes
    }
  }

  private let records: [RegionRecord]

  init() {
    var random = SeededGenerator(seed: 5)
    records = (0..<3).map { Samples.regionRecord($0, regions: 2, embeddingSize: 3, &random) }
  }

  /// The text of the error that reading record 0 ends with.
  private func problem(_ parts: Parts) -> String {
    do {
      _ = try parts.reader().regionRecord(at: 0)
      return "none"
    } catch {
      return "\(error)"
    }
  }

  @Test func `parts put together by hand are a shard`() throws {
    let reader = try Parts(records).reader()
    #expect(try (0..<3).map { try reader.regionRecord(at: $0) } == records)
  }

  @Test func `records in each other's place are refused`() throws {
    var parts = try Parts(records)
    parts.frames.swapAt(0, 1)
    parts.contentBytes.swapAt(0, 1)
    #expect(problem(parts).contains("it differs from the directory"))
  }

  @Test func `a cosine that none can have is refused, however finite`() throws {
    var random = SeededGenerator(seed: 8)
    var record = Samples.labelRecord(0, regions: 2, &random)
    #expect(record.problem(conceptsPerRegionMax: 3) == nil)
    for (cosine, isGood) in [(1.0, true), (-1.001, true), (1.1, false), (-2, false), (1e30, false)]
      as [(Float, Bool)]
    {
      record.cosines[4] = cosine
      #expect((record.problem(conceptsPerRegionMax: 3) == nil) == isGood, "\(cosine)")
    }
    // A whole shard of it, with right checksums.
    var parts = try Parts([])
    parts.header = Samples.header(.labels)
    try parts.append(RecordPayload(record))
    let reader = try parts.reader()
    #expect {
      try reader.labelRecord(at: 0)
    } throws: { "\($0)".contains("expected cosines in -1...1") }
  }

  @Test func `verify tells of keys and of regions out of order`() throws {
    #expect(try Parts(records).problems() == [])
    #expect(
      try Parts([records[1], records[0]]).problems().map { $0.contains("ascending byte order") }
        == [true])
    var record = records[0]
    record.scores = [0.25, 0.75]
    #expect(
      try Parts([record]).problems() == ["expected regions in descending order of score"])
  }

  @Test func `a bomb is refused before it is unpacked`() throws {
    var parts = try Parts(records)
    let bomb = try ZstdCompressor(level: 3).frame(
      of: [UInt8](repeating: 0, count: ShardLimits.payloadBytesMax + 1))
    parts.frames[0] = bomb
    #expect(problem(parts).contains("expected content size"))
    parts.contentBytes[0] = ShardLimits.payloadBytesMax + 1
    #expect(problem(parts).contains("a record claims 67108865 bytes"))
  }

  @Test func `a record of another shard in the place of one is refused`() throws {
    var random = SeededGenerator(seed: 6)
    let other = try Parts([Samples.regionRecord(0, regions: 2, embeddingSize: 3, &random)])
    var parts = try Parts(records)
    parts.frames[0] = other.frames[0]
    parts.contentBytes[0] = other.contentBytes[0]
    #expect(problem(parts).contains("it differs from the directory"))
  }

  @Test func `a directory that promises more or fewer records than there are frames is refused`()
    throws
  {
    for change in [-1, 1] {
      var parts = try Parts(records)
      if change < 0 {
        parts.directory.entries.removeLast()
      } else {
        parts.directory.entries.append(parts.directory.entries[0])
      }
      #expect(problem(parts).contains("the directory is damaged"), "\(problem(parts))")
    }
  }

  @Test func `frames that claim 2 to the 60 bytes or a window of them cost nothing`() throws {
    // RFC 8878, 3.1.1: descriptor with an 8-byte content size, checksum, one segment or a window.
    let size: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0x10]
    let small: [UInt8] = [0, 1, 0, 0, 0, 0, 0, 0]
    let empty: [UInt8] = [1, 0, 0, 1, 2, 3, 4]
    let magic: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]
    for (frame, claim, text) in [
      (magic + [0xE4] + size + empty, 256, "expected content size 256"),
      (magic + [0xC4, 0xA8] + small + empty, 256, "window"),
      (magic + [0x04, 0x50] + empty, 256, "content size"),
      (magic + [0xE5, 9] + small + empty, 256, "dictionary"),
      ([0x50, 0x2A, 0x4D, 0x18, 0, 0, 0, 0], 0, "expected a zstd frame"),
    ] {
      var parts = try Parts(records)
      parts.frames[0] = frame
      parts.contentBytes[0] = claim
      let clock = ContinuousClock()
      let time = clock.measure { #expect(problem(parts).contains(text), "\(problem(parts))") }
      #expect(time < .seconds(1))
    }
  }

  @Test func `a frame that claims another size is refused`() throws {
    var parts = try Parts(records)
    for claim in [0, 1, parts.contentBytes[0] - 1, parts.contentBytes[0] + 1, 1 << 26] {
      parts.contentBytes[0] = claim
      #expect(problem(parts).contains("expected content size \(claim)"))
    }
  }

  @Test func `a later major version is refused by name`() throws {
    var parts = try Parts(records)
    var content = try parts.header.content().dropLast(8)
    content[8] = 2
    parts.headerContent = Array(content + SHA256Digest(of: Array(content)).bytes[..<8])
    #expect {
      _ = try parts.reader()
    } throws: { error in
      error as? ShardError
        == .unsupportedMajor(path: "unit-00000007.plr.zst", found: 2, supported: 1)
    }
  }

  @Test func `a later minor version is read`() throws {
    var parts = try Parts(records)
    var content = try parts.header.content().dropLast(8)
    content[10] = 9
    parts.headerContent = Array(content + SHA256Digest(of: Array(content)).bytes[..<8])
    #expect(try parts.reader().regionRecord(at: 1) == records[1])
  }

  @Test func `unknown columns are skipped`() throws {
    var parts = try Parts([])
    for record in records {
      var payload = RecordPayload(record)
      payload.columns.append(.init(id: 200, type: 77, transform: 9, bytes: [1, 2, 3]))
      payload.columns.insert(.init(id: 9, type: 4, transform: 0, bytes: []), at: 5)
      try parts.append(payload)
    }
    let reader = try parts.reader()
    #expect(try (0..<3).map { try reader.regionRecord(at: $0) } == records)
  }

  @Test(arguments: [
    ("regions", 16, "expected at most 4096 regions"), ("width", 23, "expected at most"),
    ("flags", 6, "reserved bits"), ("version", 4, "expected record version 1"),
    ("reserved", 36, "reserved bits"), ("magic", 0, "does not begin with PLR1"),
    ("key bytes", 33, "key bytes"), ("columns", 34, "columns"),
    ("embedding size", 29, "embedding size"), ("concepts", 31, "concepts per region"),
  ])
  func `a payload with an impossible field is refused`(
    name: String, offset: Int, text: String
  ) throws {
    var bytes = RecordPayload(records[0]).encoded().bytes
    bytes[offset] = 0xFE
    if name == "regions" { bytes[offset + 1] = 0xFF }
    do {
      _ = try RecordPayload(bytes)
      Issue.record("\(name) was read")
    } catch {
      #expect(error.detail.contains(text), "\(name): \(error.detail)")
    }
  }

  @Test func `bytes behind the last column are refused`() {
    let bytes = RecordPayload(records[0]).encoded().bytes
    #expect(throws: RecordPayload.Malformed.self) { try RecordPayload(bytes + [0]) }
  }

  @Test func `no byte of a payload can make its reader trap`() {
    let bytes = RecordPayload(records[0]).encoded().bytes
    for index in bytes.indices {
      for value in [0, 1, 2, 0x7F, 0x80, 0xFE, 0xFF] as [UInt8] {
        var changed = bytes
        changed[index] = value
        _ = try? RecordPayload(changed).regionRecord(includesEmbeddings: true)
        _ = try? RecordPayload(changed).labelRecord()
        _ = try? RecordPayload(Array(changed.prefix(index)))
      }
    }
  }

  @Test func `a record that breaks a rule is refused though its checksums are right`() throws {
    for change in Self.changes {
      var record = records[0]
      change.body(&record)
      var parts = try Parts([])
      try parts.append(RecordPayload(record))
      #expect(problem(parts).contains(change.text), "\(change.text): \(problem(parts))")
    }
  }

  @Test func `a writer refuses the same records`() throws {
    let folder = TemporaryFolder()
    for change in Self.changes {
      var record = records[0]
      change.body(&record)
      let writer = try ShardWriter(
        directory: folder.path, header: Samples.header(.regions, embeddingSize: 3))
      #expect(throws: ShardError.self, "\(change.text)") { try writer.append(record) }
    }
    #expect(folder.names == [])
  }

  static let changes: [(text: String, body: @Sendable (inout RegionRecord) -> Void)] = [
    ("not finite", { $0.scores[0] = .nan }),
    ("not finite", { $0.logits[1] = .infinity }),
    ("not finite", { $0.embeddings[2] = .nan }),
    ("not finite", { $0.boxes[0].x1 = -.infinity }),
    ("expected boxes inside", { $0.boxes[0].x2 = Float($0.width) + 1 }),
    ("expected boxes inside", { $0.boxes[1].y1 = -1 }),
    ("expected boxes inside", { $0.boxes[0] = Box(x1: 1, y1: 0, x2: 0, y2: 0) }),
    ("column score", { $0.scores.removeLast() }),
    ("column source", { $0.sources.append(1) }),
    ("column embedding", { $0.embeddings.removeLast() }),
    ("column digest", { $0.digest.removeLast() }),
    (
      "expected embeddings of 3",
      {
        $0.embeddingSize = 1
        $0.embeddings = [0, 0, 0]
      }
    ),
    ("expected a key", { $0.key = ImageKey("") }),
  ]
}
