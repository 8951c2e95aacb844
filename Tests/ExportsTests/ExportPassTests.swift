import Codecs
import Foundation
import Records
import Testing

@testable import Exports

/// What all formats take from a data set: sources without a label set, stops, names of pickles.
struct ExportPassTests {
  private let folder = TemporaryFolder()

  /// An image of two proposals and a box of the annotation.
  private var mixed: MadeImage {
    var image = MadeImage("a.jpg", boxes: 3)
    image.boxes[1].source = 1
    return image
  }

  @Test func `without a label set the shards tell the kinds of sources`() throws {
    var made = MadeDataset()
    made.hasLabelSet = false
    let source = try made.source([mixed], in: folder)
    func written(_ sources: [String]?) throws -> Int? {
      var options = ExportOptions()
      options.sources = sources
      return try Export(format: "clipself", of: source, options: options).dryRun()
        .written["annotations"]
    }
    #expect(try written(nil) == 2, "boxes of the annotation are no proposals")
    #expect(try written(["owlv2"]) == 2)
    #expect(try written(["ground_truth"]) == 1)
    #expect(try written(["ground_truth", "owlv2"]) == 3)
    #expect(throws: ExportError.unknownSource(name: "rpn", known: ["owlv2", "ground_truth"])) {
      try written(["rpn"])
    }
  }

  @Test(arguments: ["coco", "lvis", "clipself", "pis-json"])
  func `the second pass stops too, and counts no image again`(format: String) throws {
    struct Stop: Error {}
    var image = mixed
    image.labels = [0]
    image.classBoxes = [ClassBox(conceptID: 0, region: 0, score: 0.5)]
    let source = try MadeDataset().source([image], in: folder)
    var options = ExportOptions()
    options.content = .classBoxes
    let export = try Export(format: format, of: source, options: options)
    var (checks, images) = (0, 0)
    _ = try export.dryRun(checkStop: { checks += 1 }, advance: { images += 1 })
    #expect(checks == 2 && images == 1)
    checks = 0
    #expect(throws: Stop.self) {
      try export.write(
        to: "\(folder.path)/stopped.json", isForced: false,
        checkStop: {
          checks += 1
          if checks == 2 { throw Stop() }
        })
    }
    #expect(!folder.names().contains { $0.contains("stopped") || $0.hasPrefix(".tmp") })
  }

  @Test func `images that the categories' file lists by name have its ids`() throws {
    var source = try MadeDataset().source(
      ["a.jpg", "b.jpg", "c.jpg"].map { MadeImage($0, boxes: 1) }, in: folder)
    func ids(_ listed: [String: UInt64]) throws -> (images: [Int], boxes: [Int], ExportReport) {
      source.imageIDs = Dictionary(
        uniqueKeysWithValues: listed.map { (ImageKey($0.key), $0.value) })
      let name = "\(UUID().uuidString).json"
      let report = try Export(format: "coco", of: source, options: ExportOptions())
        .write(to: "\(folder.path)/\(name)", isForced: false)
      let json = try folder.json(name)
      func list(_ member: String, _ id: String) -> [Int] {
        (json[member] as? [[String: Any]] ?? []).compactMap { $0[id] as? Int }
      }
      return (list("images", "id"), list("annotations", "image_id"), report)
    }
    let taken = "images with the id of the categories' file"
    let own = "images that the categories' file does not list: their own id"
    let (images, boxes, report) = try ids(["a.jpg": 900, "b.jpg": 2, "x.jpg": 1])
    #expect(images == [900, 2, 3] && boxes == images)
    #expect(report.notes == [taken: 1, own: 1])
    #expect(report.samples == [taken: ["a.jpg"], own: ["c.jpg"]])
    // A file of other images only gives categories.
    #expect(try ids(["x.jpg": 1, "y.jpg": 2]).images == [1, 2, 3])
    #expect(try ids(["x.jpg": 1, "y.jpg": 2]).2.notes == [own: 3])
    #expect(try ids([:]).2.notes == [:])
    #expect(throws: ExportError.sameID(id: 3, key: "c.jpg", other: "a.jpg")) {
      try ids(["a.jpg": 3])
    }
    let features = try Export(format: "rkd", of: source, options: ExportOptions()).dryRun()
    #expect(features.notes == [:], "names need no ids")
    source.imageIDs = [ImageKey("b.jpg"): 1 << 40]
    _ = try Export(format: "detectron2-proposals", of: source, options: ExportOptions())
      .write(to: "\(folder.path)/proposals.pkl", isForced: false)
    let long: [UInt8] = [0x8A, 8, 0, 0, 0, 0, 0, 1, 0, 0]
    #expect(try folder.bytes("proposals.pkl").firstRange(of: long) != nil)
  }

  @Test func `pis and its list hold the same images and tell what is novel`() throws {
    func image(_ key: String, concept: UInt32) -> MadeImage {
      var image = MadeImage(key, boxes: 1, concept: concept)
      image.labels = [concept]
      image.classBoxes = [ClassBox(conceptID: concept, region: 0, score: 0.5)]
      return image
    }
    var odd = image("b.jpg", concept: 1)
    odd.key = ImageKey(bytes: [0xFF, 0x2E, 0x6A])
    var made = MadeDataset()
    made.categories = [
      Category(id: 7, name: "cat", split: "novel"), Category(id: 9, name: "dog", split: "base"),
    ]
    let source = try made.source(
      [image("x/a.jpg", concept: 0), image(".b.jpg", concept: 0), image("c.jpg", concept: 1), odd],
      in: folder)
    func report(_ format: String, _ change: (inout ExportOptions) -> Void = { _ in }) throws
      -> ExportReport
    {
      var options = ExportOptions()
      change(&options)
      return try Export(format: format, of: source, options: options)
        .write(to: "\(folder.path)/\(UUID().uuidString)", isForced: false)
    }
    let (pickles, list) = (try report("pis"), try report("pis-json"))
    #expect(pickles.written["files"] == 2 && list.written["images"] == 2)
    let novel = "annotations of novel categories (leave them out with --without-split novel)"
    #expect(pickles.notes[novel] == 2)
    #expect(pickles.notes == list.notes)
    let boxes = try report("pis-json") { $0.content = .classBoxes }
    #expect(boxes.written["images"] == 4, "its annotations need no pickles")
    #expect(boxes.notes == [novel: 2], "the second pass counts nothing again")
    let base = try report("pis") { $0.withoutSplit = "novel" }
    #expect(base.written["files"] == 1 && base.notes[novel] == nil)
  }

  @Test func `a classifier's rows are those of the categories' own names`() throws {
    var made = MadeDataset()
    made.concepts = ["plane", "bow (weapon)", "airplane", "bow (decorative ribbons)"]
    made.categories = [
      Category(id: 4, name: "airplane", synonyms: ["plane"], split: "novel"),
      Category(id: 5, name: "bow_(decorative_ribbons)", split: "base"),
      Category(id: 6, name: "bow_(weapon)", split: "base"),
    ]
    let source = try made.source([MadeImage("a.jpg", boxes: 1)], in: folder)
    var options = ExportOptions()
    options.hasHalfPrecision = false
    options.withoutSplit = "novel"
    _ = try Export(format: "classifier-npy", of: source, options: options)
      .write(to: "\(folder.path)/rows.npy", isForced: false)
    let size = MadeDataset.size
    let rows = [2, 3, 1].flatMap { (row: Int) in (0..<size).map { Float(row * size + $0) / 4 } }
    let expected =
      NumpyHeader.bytes(type: "<f4", shape: [3, size]) + LittleEndianColumn.bytes(of: rows)
    #expect(try folder.bytes("rows.npy") == expected)
  }
}
