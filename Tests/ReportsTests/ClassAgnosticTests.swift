import Foundation
import Records
import Testing

@testable import Reports

/// Recall and average precision against pycocotools; see `scripts/golden/class_agnostic_recall.py`.
struct ClassAgnosticTests {
  private struct Golden: Decodable {
    struct Scene: Decodable {
      let objects: [[Float]]
      let boxes: [[Float]]
    }
    let splits: [String: String]
    let box_counts: [Int]
    let thresholds: [Double]
    let scenes: [Scene]
    /// Recall by group, `[thresholds][box_counts]`.
    let recall: [String: [[Double]]]
    let average_precision: [Double]
  }

  private let golden: Golden

  init() throws {
    let url = BundledScenes.root.appendingPathComponent("Tests/Golden/reports/class_agnostic.json")
    golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
  }

  private func quality(exactDetectionsMax: Int) throws -> ProposalQuality {
    let categories = try golden.splits.sorted { $0.key < $1.key }.map { id, split in
      Category(id: try #require(Int(id)), name: "category \(id)", split: split)
    }
    var tally = ProposalTally(
      sources: MeasuredSources([ReportSource(name: "proposer")]), categories: categories,
      exactDetectionsMax: exactDetectionsMax)
    for (number, scene) in golden.scenes.enumerated() {
      let boxes = scene.boxes.map { Box(x: $0[0], y: $0[1], width: $0[2], height: $0[3]) }
      let record = RegionRecord(
        imageID: UInt64(number), key: ImageKey("\(number)"), width: 640, height: 480, digest: [],
        boxes: boxes, scores: scene.boxes.map { $0[4] }, logits: scene.boxes.map { $0[4] },
        sources: boxes.map { _ in 0 }, embeddingSize: 0, embeddings: [])
      let objects = scene.objects.map {
        GroundTruthBox(
          box: Box(x: $0[0], y: $0[1], width: $0[2], height: $0[3]), categoryID: Int($0[4]),
          isCrowd: $0[5] == 1)
      }
      tally.add(record, objects: objects)
    }
    return try #require(tally.numbers())
  }

  @Test func `IoU thresholds and numbers of boxes are those of pycocotools, bit for bit`() {
    #expect(DetectionMatching.thresholds == golden.thresholds)
    #expect(RecallTally.boxCounts == golden.box_counts)
  }

  @Test func `recall of every group at every number of boxes equals pycocotools'`() throws {
    let quality = try quality(exactDetectionsMax: 1_000_000)
    #expect(Set(quality.groups.map(\.name)) == Set(golden.recall.keys))
    for group in quality.groups {
      let expected = try #require(golden.recall[group.name])
      for (place, boxes) in golden.box_counts.enumerated() {
        let point = try #require(group.point(boxes: boxes))
        let where_ = "\(group.name), \(boxes) boxes"
        #expect(abs(point.recall50 - expected[0][place]) < 1e-12, "\(where_), IoU 0.5")
        #expect(abs(point.recall75 - expected[5][place]) < 1e-12, "\(where_), IoU 0.75")
        let mean = expected.map { $0[place] }.reduce(0, +) / 10
        #expect(abs(point.average - mean) < 1e-12, "\(where_), average")
      }
    }
  }

  @Test func `average precision at 100 boxes equals pycocotools'`() throws {
    let quality = try quality(exactDetectionsMax: 1_000_000)
    let expected = golden.average_precision
    #expect(quality.isExact)
    #expect(abs(try #require(quality.averagePrecision50) - expected[0]) < 1e-12)
    #expect(abs(try #require(quality.averagePrecision75) - expected[5]) < 1e-12)
    #expect(abs(try #require(quality.averagePrecision) - expected.reduce(0, +) / 10) < 1e-12)
  }

  @Test func `average precision from score bins stays within a hundredth and says so`() throws {
    let exact = try quality(exactDetectionsMax: 1_000_000)
    let binned = try quality(exactDetectionsMax: 50)
    #expect(!binned.isExact)
    #expect(binned.groups == exact.groups)
    let difference =
      try #require(binned.averagePrecision50) - #require(exact.averagePrecision50)
    // Equal scores count as one step in bins and one after another in the exact ranking.
    #expect(abs(difference) < 0.01)
  }

  @Test func `an image without objects makes boxes false and recall no worse`() throws {
    var tally = ProposalTally(
      sources: MeasuredSources([ReportSource(name: "a")]), categories: [], exactDetectionsMax: 10)
    let record = RegionRecord(
      imageID: 1, key: ImageKey("a"), width: 9, height: 9, digest: [],
      boxes: [Box(x1: 0, y1: 0, x2: 4, y2: 4)], scores: [0.5], logits: [0], sources: [0],
      embeddingSize: 0, embeddings: [])
    tally.add(record, objects: [])
    let empty = try #require(tally.numbers())
    #expect(empty.averagePrecision50 == nil)
    #expect(empty.group("all")?.objects == 0)
    #expect(empty.group("all")?.points.isEmpty == true)
  }

  @Test func `proposals of the ground truth itself are left out while others are there`() throws {
    let box = Box(x1: 0, y1: 0, x2: 40, y2: 40)
    let object = GroundTruthBox(box: box, categoryID: 1, isCrowd: false)
    let record = RegionRecord(
      imageID: 1, key: ImageKey("a"), width: 90, height: 90, digest: [], boxes: [box],
      scores: [1], logits: [1], sources: [0], embeddingSize: 0, embeddings: [])
    let truth = ReportSource(name: "truth", isGroundTruth: true)
    for (sources, recall, isTruth) in [
      ([truth, ReportSource(name: "proposer")], 0.0, false), ([truth], 1.0, true),
    ] {
      var tally = ProposalTally(
        sources: MeasuredSources(sources), categories: [], exactDetectionsMax: 10)
      tally.add(record, objects: [object])
      let quality = try #require(tally.numbers())
      #expect(quality.group("all")?.point(boxes: 50)?.recall50 == recall)
      #expect(quality.isGroundTruth == isTruth)
    }
  }
}
