import Codecs
import Foundation
import Records

/// The scenes that ship with the repository, with records as a good but imperfect run makes them.
struct BundledScenes {
  /// One image with all that a run knows of it.
  struct Scene {
    var image: InputImage
    var regions: RegionRecord
    var labels: LabelRecord
  }

  let truth: GroundTruth
  var concepts: [Concept]
  var scenes: [Scene] = []

  /// Root of the repository.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let folder = root.appendingPathComponent("pipelines/bundled/scenes")

  private struct Instances: Decodable {
    struct Image: Decodable {
      let id: UInt64
      let file_name: String
      let width: Int
      let height: Int
    }
    struct Annotation: Decodable {
      let image_id: UInt64
      let bbox: [Float]
      let category_id: Int
      let iscrowd: Int
    }
    struct Category: Decodable {
      let id: Int
      let name: String
      let split: String
      let synonyms: [String]
    }
    let images: [Image]
    let annotations: [Annotation]
    let categories: [Category]
  }

  private struct Captions: Decodable {
    struct Annotation: Decodable {
      let image_id: UInt64
      let caption: String
    }
    let annotations: [Annotation]
  }

  /// Reads the scenes and invents regions and labels for them.
  init(seed: UInt64) throws {
    let decoder = JSONDecoder()
    let instances = try decoder.decode(
      Instances.self, from: Data(contentsOf: Self.folder.appendingPathComponent("instances.json")))
    let captions = try decoder.decode(
      Captions.self, from: Data(contentsOf: Self.folder.appendingPathComponent("captions.json")))
    var boxes: [ImageKey: [GroundTruthBox]] = [:]
    let annotations = Dictionary(grouping: instances.annotations, by: \.image_id)
    for image in instances.images {
      boxes[ImageKey(image.file_name)] = (annotations[image.id] ?? []).map { object in
        GroundTruthBox(
          box: Box(
            x: object.bbox[0], y: object.bbox[1], width: object.bbox[2], height: object.bbox[3]),
          categoryID: object.category_id, isCrowd: object.iscrowd == 1)
      }
    }
    truth = GroundTruth(
      categories: instances.categories.map {
        Category(id: $0.id, name: $0.name, synonyms: $0.synonyms, split: $0.split)
      }, boxes: boxes)
    let texts = Dictionary(grouping: captions.annotations, by: \.image_id)
    let names = truth.categories.map(\.name) + ["sky", "wall", "scene", "background", "picture"]
    concepts = names.map { name in
      let count = captions.annotations.count { $0.caption.contains(name) }
      return Concept(
        name: name, occurrences: count, images: count, surfaceForms: [name], example: "")
    }
    var random = SplitMix(seed: seed)
    for image in instances.images {
      let input = InputImage(
        key: ImageKey(image.file_name), imageID: image.id,
        captions: (texts[image.id] ?? []).map(\.caption))
      scenes.append(
        scene(of: input, width: image.width, height: image.height, random: &random))
    }
  }

  /// The pixels of an image.
  static func load(_ key: ImageKey) -> PixelImage? {
    let url = folder.appendingPathComponent("images/\(key)")
    guard let data = try? Data(contentsOf: url) else { return nil }
    return try? ImageDecoder.decode(Array(data)).get()
  }

  private func scene(
    of image: InputImage, width: Int, height: Int, random: inout SplitMix
  ) -> Scene {
    var found: [(proposal: Proposal, category: Int?)] = []
    for object in truth.boxes[image.key] ?? [] {
      found.append((Proposal(box: object.box, score: 1, logit: 1, source: 0), object.categoryID))
      if random.unit() < 0.9 {
        let score = 0.4 + 0.6 * random.unit()
        let box = jittered(object.box, random: &random).clipped(width: width, height: height)
        found.append(
          (Proposal(box: box, score: score, logit: 0, source: 1), object.categoryID))
      }
    }
    for _ in 0..<12 {
      let box = Box(
        x: random.unit() * Float(width) * 0.7, y: random.unit() * Float(height) * 0.7,
        width: 8 + random.unit() * 120, height: 8 + random.unit() * 120)
      let score = 0.6 * random.unit() * random.unit()
      found.append(
        (
          Proposal(
            box: box.clipped(width: width, height: height), score: score, logit: 0, source: 1), nil
        ))
    }
    found.sort { Proposal.ranksBefore($0.proposal, $1.proposal) }
    let regions = RegionRecord(
      imageID: image.imageID, key: image.key, width: width, height: height, digest: [],
      boxes: found.map(\.proposal.box), scores: found.map(\.proposal.score),
      logits: found.map(\.proposal.logit), sources: found.map(\.proposal.source),
      embeddingSize: 0, embeddings: [])
    return Scene(
      image: image, regions: regions,
      labels: labels(of: image, categories: found.map(\.category), random: &random))
  }

  private func labels(
    of image: InputImage, categories: [Int?], random: inout SplitMix
  ) -> LabelRecord {
    let width = 5
    var record = LabelRecord(
      imageID: image.imageID, key: image.key, conceptsPerRegion: width, conceptIDs: [],
      cosines: [], logSumExp: [], maxProbability: [], imageLabels: [], classBoxes: [])
    for category in categories {
      var ids: [UInt32] = []
      if let category, random.unit() < 0.93,
        let id = truth.categories.firstIndex(where: {
          $0.id == category
        })
      {
        ids.append(UInt32(id))
      }
      while ids.count < width {
        let id = UInt32(random.next() % UInt64(concepts.count))
        if !ids.contains(id) { ids.append(id) }
      }
      if random.unit() < 0.1 { ids.swapAt(0, 1) }
      var cosine = 0.2 + 0.15 * random.unit() + (category == nil ? 0 : 0.1)
      for _ in ids {
        record.cosines.append(cosine)
        cosine -= 0.06 * random.unit()
      }
      record.conceptIDs += ids
      record.logSumExp.append(100 * cosine + 6)
      record.maxProbability.append(
        category == nil ? 0.3 * random.unit() : 1 - 0.8 * random.unit() * random.unit())
    }
    addCaptionLabels(to: &record, captions: image.captions)
    return record
  }

  private func addCaptionLabels(to record: inout LabelRecord, captions: [String]) {
    for (place, caption) in captions.enumerated() {
      for (id, concept) in concepts.enumerated() {
        guard let range = caption.range(of: concept.name) else { continue }
        let scalars = caption.unicodeScalars
        record.imageLabels.append(
          ImageLabel(
            conceptID: UInt32(id), caption: place,
            start: scalars.distance(from: scalars.startIndex, to: range.lowerBound),
            end: scalars.distance(from: scalars.startIndex, to: range.upperBound)))
      }
    }
    for label in Set(record.imageLabels.map(\.conceptID)).sorted() {
      let region = record.maxProbability.indices.first {
        record.conceptIDs[$0 * record.conceptsPerRegion] == label
      }
      record.classBoxes.append(ClassBox(conceptID: label, region: region ?? 0, score: 1))
    }
  }

  private func jittered(_ box: Box, random: inout SplitMix) -> Box {
    let shifts = (0..<4).map { _ in (random.unit() - 0.5) * 0.35 }
    return Box(
      x1: box.x1 + shifts[0] * box.width, y1: box.y1 + shifts[1] * box.height,
      x2: box.x2 + shifts[2] * box.width, y2: box.y2 + shifts[3] * box.height)
  }
}
