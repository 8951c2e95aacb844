import Codecs
import Foundation
import Records
import Testing

@testable import Reports

struct DuplicateTests {
  private func record(_ name: String, file: UInt8, hash: UInt64?) -> RegionRecord {
    var record = RegionRecord(
      imageID: 1, key: ImageKey(name), width: 9, height: 9,
      digest: SHA256Digest(of: [file]).bytes, boxes: [], scores: [], logits: [], sources: [],
      embeddingSize: 0, embeddings: [])
    record.differenceHash = hash
    return record
  }

  private func numbers(
    _ records: [RegionRecord], evaluation: [EvaluationImages.Image]? = nil
  ) -> DuplicateNumbers {
    var tally = DuplicateTally(distanceMax: 2)
    for (place, record) in records.enumerated() { tally.add(record, image: place) }
    return tally.numbers(keyOf: { records[$0].key.description }, evaluation: evaluation)
  }

  @Test func `equal files and pictures alike are grouped, each file once among the pictures`() {
    let found = numbers([
      record("a", file: 1, hash: 0xF0), record("b", file: 2, hash: 0xF1),
      record("c", file: 1, hash: 0xF0), record("d", file: 3, hash: 0xF7),
      record("e", file: 1, hash: 0xF0), record("f", file: 4, hash: 0xABCD_EF00),
      record("g", file: 5, hash: 0), record("h", file: 6, hash: 0),
    ])
    #expect(found.exact.compared == 8 && found.exact.groups == 1 && found.exact.surplus == 2)
    #expect(found.exact.samples == [DuplicateGroup(images: 3, keys: ["a", "c", "e"])])
    // a and b differ in one bit, b and d in two: one group, though a and d differ in three.
    #expect(found.near?.samples == [DuplicateGroup(images: 3, keys: ["a", "b", "d"])])
    #expect(found.near?.compared == 4 && found.near?.largest == 3)
    #expect(found.withoutTexture == 2)
    #expect(found.evaluation == nil)
  }

  @Test func `without stored hashes only equal files are found, and nothing is invented`() {
    let found = numbers([record("a", file: 1, hash: nil), record("b", file: 1, hash: nil)])
    #expect(found.exact.surplus == 1)
    #expect(found.near == nil)
    #expect(numbers([]).exact.largest == 0)
  }

  @Test func `evaluation images are found by file first, then by picture`() throws {
    func image(_ name: String, file: UInt8, hash: UInt64?) -> EvaluationImages.Image {
      .init(
        name: name,
        fingerprint: ImageFingerprint(digest: SHA256Digest(of: [file]).bytes, hash: hash))
    }
    let found = numbers(
      [record("a", file: 1, hash: 0xF0), record("b", file: 2, hash: 0xFF00_FF00)],
      evaluation: [
        image("near", file: 9, hash: 0xF1), image("same", file: 2, hash: 0xFF00_FF00),
        image("other", file: 8, hash: 0x1234_5678_9ABC), .init(name: "broken", fingerprint: nil),
        image("flat", file: 7, hash: 0),
      ])
    let leak = try #require(found.evaluation)
    #expect(leak.images == 5 && leak.unreadable == 1 && leak.exact == 1 && leak.near == 1)
    #expect(
      leak.samples == [
        EvaluationMatch(evaluation: "same", key: "b", distance: nil),
        EvaluationMatch(evaluation: "near", key: "a", distance: 1),
      ])
  }

  @Test func `files of an evaluation folder are read, and what cannot be decoded is told`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "evaluation-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("no image".utf8).write(to: folder.appendingPathComponent("text.jpg"))
    let images = BundledScenes.root.appendingPathComponent("pipelines/bundled/scenes/images")
    let names = try FileManager.default.contentsOfDirectory(atPath: images.path).sorted()
    let first = try #require(names.first)
    try FileManager.default.copyItem(
      at: images.appendingPathComponent(first), to: folder.appendingPathComponent("copy.jpg"))
    let keys = ["copy.jpg", "text.jpg", "missing.jpg"].map { ImageKey($0) }
    let read = try EvaluationImages(folder: folder.path, keys: keys).read(
      orientation: .ignore, advance: {})
    let pixels = try #require(BundledScenes.load(ImageKey(first)))
    #expect(read[0].fingerprint?.hash == DifferenceHash(of: pixels).bits)
    #expect(read[1].fingerprint != nil && read[1].fingerprint?.hash == nil)
    #expect(read[2].fingerprint == nil)
  }
}
