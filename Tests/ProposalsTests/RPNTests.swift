import Codecs
import Foundation
import Kernels
import Proposals
import Records
import Testing
import Transformer

struct RPNTests {
  static let names = [
    "torchvision", "torchvision-v2", "detectron2-fpn", "detectron2-c4", "detectron2-lsj",
  ]
  private static let folder = golden.appending(path: "rpn")

  @Test(arguments: names) func `Boxes, scores and their order are those of the project`(
    _ name: String
  ) throws {
    let reference = try RPNReference(Self.folder.appending(path: name))
    let model = try RPNModel(folder: reference.folder.path)
    #expect(reference.count == 3)
    for index in 0..<reference.count {
      let found = try model.detect(try reference.image(index))
      let boxes = try reference.boxes(index)
      let scores = try reference.scores(index)
      #expect(found.count == boxes.count && boxes.count > 50)
      let isProbability = name.hasPrefix("torchvision")
      let difference = RPNDifference(
        found.map { ($0.box, isProbability ? sigmoid($0.logit) : $0.logit) },
        zip(boxes, scores).map { ($0, $1) }, tie: 1e-4)
      #expect(difference.missing == 0, "image \(index): \(difference)")
      #expect(difference.swapped <= 6, "image \(index): \(difference)")
    }
  }

  @Test func `A proposer gives the network's boxes with sigmoid scores and raw logits`() throws {
    let reference = try RPNReference(Self.folder.appending(path: "torchvision-v2"))
    let proposer = RPNProposer(model: try RPNModel(folder: reference.folder.path), source: 3)
    let image = try reference.image(0)
    let proposals = try proposer.propose(image, key: ImageKey("a.jpg"))
    let outputs = try proposer.model.detect(image)
    #expect(proposals.map(\.box) == outputs.map(\.box))
    #expect(proposals.map(\.logit) == outputs.map(\.logit))
    #expect(proposals.allSatisfy { $0.source == 3 && $0.score == sigmoid($0.logit) })
    #expect(try proposals == proposer.propose(image, key: ImageKey("b.jpg")))
  }

  @Test func `A network whose predictions are not finite is an error that names the image`() throws
  {
    let source = Self.folder.appending(path: "torchvision")
    let folder = FileManager.default.temporaryDirectory.appending(path: "rpn-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.copyItem(
      at: source.appending(path: "config.json"), to: folder.appending(path: "config.json"))
    let weights = try SafetensorsFile(path: source.appending(path: "model.safetensors").path)
    var writer = SafetensorsWriter()
    for name in weights.names {
      let floats = try weights.floats(name)
      let isScaled = name.hasSuffix(".weight") && !name.contains("norm")
      writer.add(
        name, shape: weights.tensors[name]?.shape ?? [],
        floats: isScaled ? floats.map { $0 * 1e25 } : floats)
    }
    try Data(writer.bytes()).write(to: folder.appending(path: "model.safetensors"))
    let proposer = RPNProposer(model: try RPNModel(folder: folder.path), source: 0)
    let image = try RPNReference(source).image(0)
    let error = #expect(throws: CheckpointError.self) {
      try proposer.propose(image, key: ImageKey("c/a.jpg"))
    }
    #expect(error?.problems == [.notFiniteOutput("c/a.jpg")] && error?.path == folder.path)
  }

  @Test func `Options replace the folder's settings`() throws {
    let folder = Self.folder.appending(path: "detectron2-fpn").path
    let image = try RPNReference(Self.folder.appending(path: "detectron2-fpn")).image(0)
    let all = try RPNModel(folder: folder).detect(image)
    let few = try RPNModel(folder: folder, options: .init(postNMS: 17)).detect(image)
    #expect(few == Array(all.prefix(17)))
    let sparse = try RPNModel(folder: folder, options: .init(overlapMax: 0.1)).detect(image)
    #expect(sparse.count < all.count && sparse.first == all.first)
    let narrow = try RPNModel(folder: folder, options: .init(preNMS: 5)).detect(image)
    #expect(narrow.count <= 25 && !narrow.isEmpty)
  }

  @Test(arguments: names, [(1, 1), (1, 300), (700, 2), (33, 64)])
  func `Images of any shape give finite boxes inside them`(
    _ name: String, _ size: (Int, Int)
  ) throws {
    let model = try RPNModel(folder: Self.folder.appending(path: name).path)
    let image = PixelImage(
      width: size.0, height: size.1,
      rgb: (0..<size.0 * size.1 * 3).map { UInt8(truncatingIfNeeded: $0 &* 37 >> 1) })
    for output in try model.detect(image) {
      #expect(output.box.isFinite && output.logit.isFinite)
      #expect(output.box.x1 >= 0 && output.box.x2 <= Float(size.0) * 1.0001)
      #expect(output.box.y1 >= 0 && output.box.y2 <= Float(size.1) * 1.0001)
    }
  }

  @Test(arguments: [
    ("\"version\": 1", "\"version\": 2", "version"),
    ("\"pseudobox_rpn\"", "\"clip\"", "scripts/convert/rpn.py"),
    ("\"kind\": \"torchvision\"", "\"kind\": \"tensorflow\"", "kind"),
    ("\"stem\": 6", "\"stem\": 6000000", "trunk.stem"),
    ("\"shortest\": 160", "\"shortest\": 100000", "resize.shortest"),
    ("\"nms_iou\": 0.7", "\"nms_iou\": 7", "nms_iou"),
    ("\"stem\": 6", "\"stem\": 7", "stem.conv.weight: expected shape [7, 3, 7, 7]"),
    ("\"convolutions\": 1", "\"convolutions\": 2", "head.convolutions.1.weight: missing"),
    ("\"pre_nms\": 1000", "\"pre_nms\": 0", "proposals.pre_nms"),
  ])
  func `A configuration that does not fit is named`(
    _ right: String, _ wrong: String, _ message: String
  ) throws {
    let source = Self.folder.appending(path: "torchvision")
    let folder = FileManager.default.temporaryDirectory.appending(path: "rpn-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.copyItem(
      at: source.appending(path: "model.safetensors"),
      to: folder.appending(path: "model.safetensors"))
    let text = try String(contentsOf: source.appending(path: "config.json"), encoding: .utf8)
    #expect(text.contains(right))
    try text.replacing(right, with: wrong)
      .write(to: folder.appending(path: "config.json"), atomically: true, encoding: .utf8)
    let error = #expect(throws: (any Error).self) { try RPNModel(folder: folder.path) }
    let description = error.map { "\($0)" } ?? ""
    #expect(description.contains(message) && description.contains(folder.path))
  }
}
