import Codecs
import Foundation
import Records
import Testing

@testable import Exports

struct ExportTests {
  private let folder = TemporaryFolder()

  private func export(
    _ format: String, _ images: [MadeImage], _ made: MadeDataset = MadeDataset(), to name: String,
    isForced: Bool = false, _ change: (inout ExportOptions) -> Void = { _ in }
  ) throws -> ExportReport {
    var options = ExportOptions()
    change(&options)
    let source = try made.source(images, in: folder)
    return try Export(format: format, of: source, options: options)
      .write(to: "\(folder.path)/\(name)", isForced: isForced)
  }

  private func annotations(_ name: String) throws -> [[String: Any]] {
    try folder.json(name)["annotations"] as? [[String: Any]] ?? []
  }

  @Test func `ground truth, unsure and unnamed regions are left out and counted`() throws {
    var image = MadeImage("a.jpg", boxes: 4)
    image.boxes[1].source = 1
    image.nearest[2].probability = 0.1
    image.nearest[3].concept = 1
    var made = MadeDataset()
    made.categories = [Category(id: 44, name: "Cats")]
    let report = try export("coco", [image], made, to: "coco.json")
    let found = try annotations("coco.json")
    #expect(found.compactMap { $0["category_id"] as? Int } == [44])
    #expect(
      report.notes == [
        "regions left out: a source that is not taken": 1,
        "regions left out: probability at most 0.1": 1,
        "regions left out: the concept names no category": 1,
      ])
    #expect(
      report.samples["regions left out: the concept names no category"] == ["dog"],
      "what is missing is the concept")
    let all = try export("coco", [image], to: "all.json") {
      $0.sources = ["owlv2", "ground_truth"]
    }
    #expect(all.written["annotations"] == 3)
    #expect(throws: ExportError.unknownSource(name: "rpn", known: ["owlv2", "ground_truth"])) {
      try export("coco", [image], to: "none.json") { $0.sources = ["rpn"] }
    }
  }

  @Test func `boxes of the annotation are taken where there are no others`() throws {
    var made = MadeDataset()
    made.sources = ["ground_truth"]
    #expect(
      try export("coco", [MadeImage("a.jpg", boxes: 2)], made, to: "a.json").written["annotations"]
        == 2)
  }

  @Test func `a novel category is told, and left out when that is asked for`() throws {
    let images = [MadeImage("a.jpg", boxes: 1), MadeImage("b.jpg", boxes: 2, concept: 1)]
    var made = MadeDataset()
    made.categories = [
      Category(id: 1, name: "cat", split: "novel"), Category(id: 2, name: "dog", split: "base"),
    ]
    let told = try export("coco", images, made, to: "all.json")
    #expect(told.written["annotations"] == 3)
    #expect(told.notes.first?.key.contains("annotations of novel categories") == true)
    #expect(told.notes.first?.value == 1)
    let strict = try export("coco", images, made, to: "base.json") { $0.withoutSplit = "novel" }
    #expect(strict.written["annotations"] == 2 && strict.written["categories"] == 2)
    #expect(strict.notes == ["regions left out: a category of the split novel": 1])
    #expect(throws: ExportError.unknownSplit(name: "novle", known: ["base", "novel"])) {
      try export("coco", images, made, to: "none.json") { $0.withoutSplit = "novle" }
    }
    made.categories = [Category(id: 1, name: "cat")]
    #expect(throws: ExportError.unknownSplit(name: "novel", known: [])) {
      try export("coco", images, made, to: "none.json") { $0.withoutSplit = "novel" }
    }
  }

  @Test func `an image without regions is stood for by itself, skipped or an error`() throws {
    let images = [MadeImage("a.jpg", boxes: 1), MadeImage("b.jpg")]
    let whole = try export("rkd", images, to: "whole")
    #expect(whole.written == ["files": 2, "regions": 2])
    let bytes = try folder.bytes("whole/b.pkl")
    let embedding = (0..<4).map { Float(MadeDataset.value(1, 0, $0)) }
    #expect(bytes.firstRange(of: LittleEndianColumn.bytes(of: embedding)) != nil)
    let skipped = try export("rkd", images, to: "skipped") { $0.emptyImages = .skip }
    #expect(skipped.notes == ["images left out: no regions": 1])
    #expect(folder.names("skipped") == ["a.pkl", "pseudobox-export.json"])
    #expect(throws: ExportError.noRegions(key: "b.jpg")) {
      try export("rkd", images, to: "failed") { $0.emptyImages = .fail }
    }
    #expect(!folder.names().contains("failed"))
    #expect(!folder.names().contains { $0.hasPrefix(".tmp") }, "nothing half made is left")
  }

  @Test func `a label without a box, and boxes without a positive score, are no keys`() throws {
    var image = MadeImage("a.jpg", boxes: 3)
    image.labels = [0, 1, 2]
    image.classBoxes = [
      ClassBox(conceptID: 0, region: 2, score: 0.3), ClassBox(conceptID: 0, region: 1, score: 0.2),
      ClassBox(conceptID: 1, region: 0, score: 0),
    ]
    let report = try export("pis-json", [image, MadeImage("b.jpg", boxes: 1)], to: "pis.json") {
      $0.content = .classBoxes
    }
    let images = try folder.json("pis.json")["images"] as? [[String: Any]] ?? []
    #expect(images.count == 1)
    #expect(images.first?["pos_category_ids"] as? [Int] == [1])
    #expect(try annotations("pis.json").first?["bbox"] as? [Double] == [2, 1.5, 12, 21.5])
    #expect(
      report.notes == [
        "class boxes left out: score not above 0.0": 1, "image labels left out: no box": 2,
        "images left out: no label with a box": 1,
      ])
  }

  @Test func `scores of a proposer have the paper's threshold`() throws {
    var image = MadeImage("a.jpg", boxes: 2)
    image.labels = [0, 1]
    image.classBoxes = [
      ClassBox(conceptID: 0, region: 0, score: 0.96),
      ClassBox(conceptID: 1, region: 1, score: 0.95),
    ]
    var made = MadeDataset()
    made.rule = "score"
    #expect(try export("pis-json", [image], made, to: "a.json").written["labels"] == 1)
    let all = try export("pis-json", [image], made, to: "b.json") { $0.scoreMin = 0 }
    #expect(all.written["labels"] == 2)
  }

  @Test func `an image has no more labels than the consumer has room for`() throws {
    var made = MadeDataset()
    made.concepts = (0..<40).map { "thing \($0)" }
    var image = MadeImage("a.jpg", boxes: 2)
    image.labels = (0..<40).map { UInt32($0) }
    image.classBoxes = (0..<40).map {
      ClassBox(conceptID: UInt32($0), region: 1, score: Float($0 + 1) / 100)
    }
    let report = try export("pis", [image], made, to: "pis")
    #expect(report.written["labels"] == 32)
    #expect(report.notes == ["image labels left out: behind the first 32 of the image": 8])
  }

  @Test func `shards of another teacher, pool or label set are refused`() throws {
    var other = MadeDataset()
    other.regionTeacher = SHA256Digest(of: [9])
    #expect {
      try export("coco", [MadeImage("a.jpg", boxes: 1)], other, to: "x.json")
    } throws: { error in
      guard case .mismatch(_, let what, _, _) = error as? ExportError else { return false }
      return what == "digest of the model teacher"
    }
    var pool = MadeDataset()
    pool.labelPool = SHA256Digest(of: [9])
    #expect {
      try export("coco", [MadeImage("a.jpg", boxes: 1)], pool, to: "x.json")
    } throws: { error in
      guard case .mismatch(_, let what, _, _) = error as? ExportError else { return false }
      return what == "pool digest"
    }
    #expect(!folder.names().contains("x.json"))
  }

  @Test func `tables of an empty pool are refused and one concept keeps two dimensions`() throws {
    var one = MadeDataset()
    one.concepts = ["cat"]
    _ = try export("classifier-npy", [MadeImage("a.jpg")], one, to: "one.npy")
    #expect(
      String(decoding: try folder.bytes("one.npy"), as: UTF8.self).contains("'shape': (1, 4)"))
    var source = try one.source([MadeImage("a.jpg")], in: folder)
    source.concepts = []
    #expect(
      throws: ExportError.empty(format: "concept-pth", reason: "the pool has no concept")
    ) {
      try Export(format: "concept-pth", of: source, options: ExportOptions())
        .write(to: "\(folder.path)/none.pth", isForced: false)
    }
    source.textEmbeddings = nil
    #expect(throws: ExportError.needs(format: "concept-pth", what: .textEmbeddings)) {
      try Export(format: "concept-pth", of: source, options: ExportOptions())
    }
  }

  @Test func `names that need escaping are read back as they are`() throws {
    let keys = ["q\"uo\\te.jpg", "tab\t\u{1F600}\u{7f}.jpg", "猫/é.jpg"]
    _ = try export("coco", keys.map { MadeImage($0, boxes: 1) }, to: "odd.json")
    let images = try folder.json("odd.json")["images"] as? [[String: Any]] ?? []
    #expect(Set(images.compactMap { $0["file_name"] as? String }) == Set(keys))
    #expect(try folder.bytes("odd.json").allSatisfy { $0 < 0x80 })
    #expect(JSONFragment.string(ImageKey(bytes: [0x61, 0xFF, 0xC3])) == "\"a\\udcff\\udcc3\"")
  }

  @Test func `what is there is kept unless it may be replaced`() throws {
    let images = [MadeImage("a.jpg", boxes: 1)]
    _ = try export("rkd", images, to: "rkd")
    #expect(throws: ExportError.exists(path: "\(folder.path)/rkd")) {
      try export("rkd", images, to: "rkd")
    }
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/mine", withIntermediateDirectories: false)
    try Data([1]).write(to: URL(filePath: "\(folder.path)/mine/precious"))
    for format in ["rkd", "coco"] {
      #expect(throws: ExportError.self) {
        try export(format, images, to: "mine", isForced: true)
      }
    }
    #expect(folder.names("mine") == ["precious"])
    let before = try folder.bytes("rkd/a.pkl")
    _ = try export("rkd", [MadeImage("a.jpg", boxes: 2)], to: "rkd", isForced: true)
    #expect(try folder.bytes("rkd/a.pkl") != before)
    #expect(!folder.names().contains { $0.hasPrefix(".tmp") })
  }

  @Test func `boxes in whole pixels have the sides, area and outline of what is written`() throws {
    var image = MadeImage("a.jpg", boxes: 2)
    image.boxes[0].box = Box(x1: 41.9, y1: 2.5, x2: 142.2, y2: 73.6)
    // Less than a pixel high: it stays one.
    image.boxes[1].box = Box(x1: 7.2, y1: 5.1, x2: 9.9, y2: 5.8)
    image.labels = [0]
    image.classBoxes = [0, 1].map { ClassBox(conceptID: 0, region: $0, score: 0.5) }
    let corners = [[41, 2, 142, 73], [7, 5, 9, 6]]
    for format in ["coco", "lvis", "clipself", "pis-json"] {
      _ = try export(format, [image], to: "\(format).json") {
        $0.hasIntegerBoxes = true
        $0.content = .classBoxes
        $0.boxesPerLabel = 2
      }
      let found = try annotations("\(format).json")
      #expect(found.count == 2, "\(format)")
      for (annotation, c) in zip(found, corners) {
        let (width, height) = (c[2] - c[0], c[3] - c[1])
        let isXYXY = format == "pis-json"
        #expect(
          annotation["bbox"] as? [Int] == (isXYXY ? c : [c[0], c[1], width, height]), "\(format)")
        #expect(annotation["area"] as? Int == width * height, "\(format)")
        if format == "lvis" {
          let outline = [c[0], c[1], c[2], c[1], c[2], c[3], c[0], c[3]]
          #expect(annotation["segmentation"] as? [[Int]] == [outline])
        }
      }
      let text = String(decoding: try folder.bytes("\(format).json"), as: UTF8.self)
      #expect(text.contains(format == "pis-json" ? "[41,2,142,73]" : "[41,2,101,71]"), "no .0")
    }
    _ = try export("webdataset", [image], to: "wds") { $0.hasIntegerBoxes = true }
    let tar = String(decoding: try folder.bytes("wds/shard-000000.tar"), as: UTF8.self)
    #expect(tar.contains("\"boxes\":[[41,2,142,73],[7,5,9,6]]"))
    _ = try export("mavl-txt", [image], to: "txt") { $0.hasIntegerBoxes = true }
    let lines = String(decoding: try folder.bytes("txt/a.txt"), as: UTF8.self)
    #expect(lines.hasSuffix(" 7 5 9 6\n"))
  }

  @Test func `an image that was changed since is not packed with the old boxes`() throws {
    var (same, changed) = (MadeImage("a.jpg", boxes: 1), MadeImage("b.jpg", boxes: 1))
    (same.file, changed.file) = ([1, 2], [3, 4])
    var source = try MadeDataset().source([same, changed], in: folder)
    source.readImage = { .success($0 == ImageKey("a.jpg") ? [1, 2] : [9]) }
    let report = try Export(format: "webdataset", of: source, options: ExportOptions())
      .write(to: "\(folder.path)/wds", isForced: false)
    #expect(report.written["samples"] == 1)
    #expect(report.notes == ["images left out: no longer the file that was labelled": 1])
    #expect(report.samples.values.first == ["b.jpg"])
  }

  @Test func `a note names different images`() {
    var report = ExportReport(format: "coco")
    for name in ["a", "a", "b", "a", "c", "d"] { report.note("why", key: ImageKey(name)) }
    #expect(report.notes == ["why": 6] && report.samples == ["why": ["a", "b", "c"]])
  }

  @Test func `rejected images are left out by reason`() throws {
    var broken = MadeImage("b.jpg")
    broken.rejection = Rejection(.corruptImage, "cut")
    let report = try export("rkd", [MadeImage("a.jpg", boxes: 1), broken], to: "rkd")
    #expect(report.notes == ["images left out: rejected, corrupt_image": 1])
    #expect(report.samples.values.first == ["b.jpg"])
    #expect(throws: ExportError.self) { try export("rkd", [broken], to: "nothing") }
  }
}
