import Codecs
import Exports
import Foundation
import Records
import ShardStore

/// A folder that is gone when the test is.
final class TemporaryFolder {
  let path = NSTemporaryDirectory() + "pseudobox-exports-\(UUID().uuidString)"

  init() {
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Names in the folder, or in one below it.
  func names(_ part: String = "") -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(part)")) ?? []).sorted()
  }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: "\(path)/\(name)")))
  }

  func json(_ name: String) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(try bytes(name)))
    return object as? [String: Any] ?? [:]
  }
}

/// One image of a made-up data set.
struct MadeImage {
  var key: ImageKey
  /// Boxes with scores, best first; source 0 is the proposer, 1 the ground truth.
  var boxes: [(box: Box, score: Float, source: UInt8)] = []
  /// Nearest concept and its probability, for each box.
  var nearest: [(concept: UInt32, probability: Float)] = []
  var labels: [UInt32] = []
  var classBoxes: [ClassBox] = []
  var rejection: Rejection?
  /// The bytes of its file; without any its digest is not known.
  var file: [UInt8] = []

  init(_ key: String) {
    self.key = ImageKey(key)
  }

  /// An image of some boxes, all near concept 0.
  init(_ key: String, boxes count: Int, concept: UInt32 = 0) {
    self.key = ImageKey(key)
    boxes = (0..<count).map { place in
      (Box(x: Float(place), y: 1.5, width: 10, height: 20), 0.9 - Float(place) / 100, 0)
    }
    nearest = boxes.map { _ in (concept, 0.5) }
  }
}

/// A data set of one unit in a temporary folder, written as the passes write it.
struct MadeDataset {
  static let pool = SHA256Digest(of: [1])
  static let regions = SHA256Digest(of: [2])
  static let teacher = SHA256Digest(of: [3])
  static let size = 4

  var concepts = ["cat", "dog", "traffic light"]
  var categories: [Category] = []
  var rule = "similarity"
  var sources = ["owlv2", "ground_truth"]
  var labelPool = Self.pool
  var regionTeacher = Self.teacher
  var hasLabelSet = true

  /// The embedding value of a region: another one for each image, region and column.
  static func value(_ image: Int, _ region: Int, _ column: Int) -> Float16 {
    Float16(image * 16 + region) + Float16(column) / 8
  }

  func source(_ images: [MadeImage], in folder: TemporaryFolder) throws -> ExportSource {
    let root = "\(folder.path)/data-\(UUID().uuidString)"
    try PosixFileSystem().createDirectories(root)
    try write(images, root)
    if !hasLabelSet {
      return ExportSource(units: [.init(regions: path(root, .regions), labels: nil)])
    }
    let kinds = sources.map { "\\\"\($0)\\\"" }.joined(separator: ", ")
    let facts = """
      {"pool_digest": "\(Self.pool.hex)", "regions_digest": "\(Self.regions.hex)",
       "models": {"teacher": "\(Self.teacher.hex)"}, "settings": {
        "labels": ["labels.class_boxes.rule = \\"\(rule)\\"", "labels.temperature = 0.01"],
        "regions": ["regions.proposals = [\(kinds)]"]}}
      """
    var source = ExportSource(
      units: [.init(regions: path(root, .regions), labels: path(root, .labels))],
      labelSet: try LabelSetFacts(name: "set", json: Array(facts.utf8), path: "set.json"))
    source.concepts = concepts.map {
      Concept(name: $0, occurrences: 3, images: 2, surfaceForms: [$0], example: "")
    }
    source.categories = categories
    var writer = SafetensorsWriter(metadata: [:])
    writer.add(
      "text_embeddings", shape: [concepts.count, Self.size],
      floats: (0..<concepts.count * Self.size).map { Float($0) / 4 })
    source.textEmbeddings = "\(root)/text.safetensors"
    try DurableFile.replace(writer.bytes(), at: "\(root)/text.safetensors")
    return source
  }

  private func path(_ folder: String, _ kind: ShardKind) -> String {
    "\(folder)/\(kind.rawValue)/\(ShardName(unit: 0))"
  }

  private func write(_ images: [MadeImage], _ folder: String) throws {
    let images = images.sorted { $0.key < $1.key }
    // As passes write it: the kind, and behind it the settings.
    let facts = Dictionary(
      uniqueKeysWithValues: sources.enumerated().map { ("source \($0)", "\($1) top=9 x=y") })
    for kind in ShardKind.allCases {
      let directory = "\(folder)/\(kind.rawValue)"
      try PosixFileSystem().createDirectories(directory)
      let isRegions = kind == .regions
      let writer = try ShardWriter(
        directory: directory,
        header: ShardHeader(
          kind: kind, unit: 0, configDigest: Self.regions,
          modelDigests: isRegions ? ["teacher": regionTeacher] : [:],
          poolDigest: isRegions ? nil : labelPool, embeddingSize: isRegions ? Self.size : 0,
          proposals: isRegions ? facts : [:], conceptsPerRegion: isRegions ? 0 : 1,
          toolVersion: "test"))
      for (number, image) in images.enumerated() {
        if isRegions {
          try writer.append(region(image, number))
        } else {
          try writer.append(label(image, number))
        }
      }
      _ = try writer.finish()
    }
  }

  private func region(_ image: MadeImage, _ number: Int) -> RegionRecord {
    if let rejection = image.rejection {
      return RegionRecord(
        imageID: UInt64(number + 1), key: image.key, digest: [], rejection: rejection)
    }
    let scores = image.boxes.map(\.score)
    return RegionRecord(
      imageID: UInt64(number + 1), key: image.key, width: 200, height: 100,
      digest: image.file.isEmpty ? [] : SHA256Digest(of: image.file).bytes,
      boxes: image.boxes.map(\.box), scores: scores, logits: scores.map { $0 * 2 - 1 },
      sources: image.boxes.map(\.source), embeddingSize: Self.size,
      embeddings: (0...image.boxes.count).flatMap { region in
        (0..<Self.size).map { Self.value(number, region, $0) }
      })
  }

  private func label(_ image: MadeImage, _ number: Int) -> LabelRecord {
    LabelRecord(
      imageID: UInt64(number + 1), key: image.key, conceptsPerRegion: 1,
      conceptIDs: image.nearest.map(\.concept), cosines: image.nearest.map { _ in 0.25 },
      logSumExp: image.nearest.map { _ in 30 }, maxProbability: image.nearest.map(\.probability),
      imageLabels: image.labels.map { ImageLabel(conceptID: $0, caption: 0, start: 0, end: 1) },
      classBoxes: image.classBoxes)
  }
}
