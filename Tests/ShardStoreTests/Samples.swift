import Codecs
import Foundation
import Records
import ShardStore

/// A small generator with a seed, so that a failing case can be made again (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// A folder that is gone when the test is.
final class TemporaryFolder {
  let path: String

  init() {
    path = NSTemporaryDirectory() + "pseudobox-\(UUID().uuidString)"
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }
}

enum Samples {
  static let digest = SHA256Digest(of: [1])

  static func header(
    _ kind: ShardKind, unit: Int = 7, embeddingSize: Int = 4, conceptsPerRegion: Int = 3
  ) -> ShardHeader {
    var header = ShardHeader(
      kind: kind, unit: unit, configDigest: digest, modelDigests: ["teacher": digest],
      poolDigest: kind == .labels ? digest : nil,
      embeddingSize: kind == .regions ? embeddingSize : 0,
      conceptsPerRegion: kind == .labels ? conceptsPerRegion : 0, toolVersion: "test 1")
    // Golden bytes must not follow the machine's libzstd.
    header.zstdVersion = "1.5.4"
    return header
  }

  static func key(_ ordinal: Int) -> ImageKey {
    ImageKey("images/\(String(repeating: "0", count: 6 - String(ordinal).count))\(ordinal).jpg")
  }

  static func regionRecord(
    _ ordinal: Int, regions: Int, embeddingSize: Int = 4, _ random: inout SeededGenerator
  ) -> RegionRecord {
    let width = Int.random(in: 1...4000, using: &random)
    let height = Int.random(in: 1...4000, using: &random)
    let proposals = (0..<regions).map { _ in
      let x1 = Float.random(in: 0...Float(width), using: &random)
      let y1 = Float.random(in: 0...Float(height), using: &random)
      return Proposal(
        box: Box(
          x1: x1, y1: y1, x2: Float.random(in: x1...Float(width), using: &random),
          y2: Float.random(in: y1...Float(height), using: &random)),
        score: Float.random(in: 0...1, using: &random),
        logit: Float.random(in: -20...20, using: &random),
        source: UInt8.random(in: 0...255, using: &random))
    }.sorted(by: Proposal.ranksBefore)
    return RegionRecord(
      imageID: random.next(), key: key(ordinal), width: width, height: height,
      digest: (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) },
      boxes: proposals.map(\.box), scores: proposals.map(\.score), logits: proposals.map(\.logit),
      sources: proposals.map(\.source), embeddingSize: embeddingSize,
      embeddings: finiteHalves((regions + 1) * embeddingSize, &random))
  }

  /// Any bit pattern but NaN and infinity: negative zero and subnormals must survive too.
  static func finiteHalves(_ count: Int, _ random: inout SeededGenerator) -> [Float16] {
    var values: [Float16] = []
    while values.count < count {
      let value = Float16(bitPattern: UInt16.random(in: 0...UInt16.max, using: &random))
      if value.isFinite { values.append(value) }
    }
    return values
  }

  static func rejectedRecord(_ ordinal: Int, _ random: inout SeededGenerator) -> RegionRecord {
    let reasons = Rejection.Reason.allCases
    let reason = reasons[Int.random(in: 0..<reasons.count, using: &random)]
    return RegionRecord(
      imageID: UInt64(ordinal), key: key(ordinal),
      digest: Bool.random(using: &random) ? [] : digest.bytes,
      rejection: Rejection(reason, "détail \(ordinal) \u{1F6AB}"))
  }

  static func labelRecord(
    _ ordinal: Int, regions: Int, conceptsPerRegion: Int = 3, _ random: inout SeededGenerator
  ) -> LabelRecord {
    func floats(_ count: Int) -> [Float] {
      (0..<count).map { _ in Float.random(in: -1...1, using: &random) }
    }
    func id() -> UInt32 { UInt32.random(in: 0...50_000, using: &random) }
    let pairs = regions * conceptsPerRegion
    return LabelRecord(
      imageID: random.next(), key: key(ordinal), conceptsPerRegion: conceptsPerRegion,
      conceptIDs: (0..<pairs).map { _ in id() }, cosines: floats(pairs), logSumExp: floats(regions),
      maxProbability: floats(regions),
      imageLabels: (0..<Int.random(in: 0...4, using: &random)).map { caption in
        let start = Int.random(in: 0...200, using: &random)
        return ImageLabel(conceptID: id(), caption: caption, start: start, end: start + 5)
      },
      classBoxes: regions == 0
        ? []
        : (0..<Int.random(in: 0...4, using: &random)).map { _ in
          ClassBox(
            conceptID: id(), region: Int.random(in: 0..<regions, using: &random),
            score: Float.random(in: 0...1, using: &random))
        })
  }

  static func records(_ count: Int, seed: UInt64, embeddingSize: Int = 4) -> [RegionRecord] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { ordinal in
      ordinal % 5 == 4
        ? rejectedRecord(ordinal, &random)
        : regionRecord(
          ordinal, regions: ordinal % 7, embeddingSize: embeddingSize, &random)
    }
  }

  /// The records with class sides for some regions of some of them.
  static func withClassSides(_ records: [RegionRecord], seed: UInt64) -> [RegionRecord] {
    var random = SeededGenerator(seed: seed)
    return records.map { record in
      let owners = record.boxes.indices.filter { _ in Int.random(in: 0..<4, using: &random) > 0 }
      guard !owners.isEmpty else { return record }
      var record = record
      record.queries = record.boxes.indices.map { _ in
        Bool.random(using: &random)
          ? RegionRecord.noQuery : UInt32.random(in: 0...9, using: &random)
      }
      record.classSides = RegionClassSides(
        regions: owners.map { UInt32($0) },
        shifts: owners.map { _ in Float.random(in: -1...1, using: &random) },
        scales: owners.map { _ in Float.random(in: 0...50, using: &random) }, embeddingSize: 3,
        embeddings: finiteHalves(owners.count * 3, &random))
      return record
    }
  }

  static func write(
    _ records: [RegionRecord], header: ShardHeader = header(.regions), to folder: String,
    fileSystem: any FileSystem = PosixFileSystem()
  ) throws -> ShardSummary {
    let writer = try ShardWriter(directory: folder, header: header, fileSystem: fileSystem)
    for record in records { try writer.append(record) }
    return try writer.finish()
  }

  static func write(
    _ records: [LabelRecord], header: ShardHeader = header(.labels), to folder: String
  ) throws -> ShardSummary {
    let writer = try ShardWriter(directory: folder, header: header)
    for record in records { try writer.append(record) }
    return try writer.finish()
  }
}
