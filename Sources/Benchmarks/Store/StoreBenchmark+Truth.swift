internal import Codecs
internal import Foundation
public import Records
internal import ShardStore

/// What a user would know of the synthetic data set, for measuring what compares it.
extension StoreBenchmark {
  /// A unit's two shards and its images.
  public struct UnitFiles: Hashable, Sendable {
    /// Path of the region shard.
    public let regions: String
    /// Path of the label shard.
    public let labels: String
    /// Its images by their place.
    public let images: Range<Int>
  }

  /// Writes the shards that are not there yet.
  public func writeShards() throws { try write() }

  /// The pool.
  public var concepts: [Concept] { units.concepts }

  /// The units in their order.
  public var unitFiles: [UnitFiles] {
    (0..<units.count).map { unit in
      let paths = paths(of: unit)
      return UnitFiles(
        regions: paths.regions, labels: paths.labels, images: units.images(of: unit))
    }
  }

  /// Writes the shards of a second label set of the same regions that are not there yet; labels of
  /// every third image are others.
  public func writeOtherLabels() throws -> [UnitFiles] {
    let folder = URL(fileURLWithPath: paths(of: 0).labels).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("other").path
    return try unitFiles.enumerated().map { unit, files in
      let name = ShardName(unit: unit).text
      if !FileManager.default.fileExists(atPath: "\(folder)/\(name)") {
        let writer = try ShardWriter(
          directory: folder, header: units.header(.labels, unit: unit))
        for image in files.images { try writer.append(units.labels(of: image, isOther: true)) }
        _ = try writer.finish()
      }
      return UnitFiles(
        regions: files.regions, labels: "\(folder)/\(name)", images: files.images)
    }
  }

  /// An image with two captions that name some concepts.
  public func inputImage(_ image: Int) -> InputImage {
    let names = (1...3).map { "concept \((image &* 31 &+ $0 &* 17) % units.shape.concepts)" }
    return InputImage(
      key: SyntheticUnits.key(image), imageID: UInt64(image),
      captions: ["a \(names[0]) beside a \(names[1])", "one \(names[2])"])
  }

  /// Objects near the first regions of each image; classes are the first concepts, every fifth of
  /// them novel.
  public func groundTruth(classes: Int, objects: Int) -> GroundTruth {
    let categories = (0..<classes).map {
      Category(id: $0 + 1, name: "concept \($0)", split: $0 % 5 == 0 ? "novel" : "base")
    }
    var boxes: [ImageKey: [GroundTruthBox]] = [:]
    for image in 0..<units.shape.images {
      boxes[SyntheticUnits.key(image)] = units.regions(of: image).boxes.prefix(objects).enumerated()
        .map { place, box in
          let moved = Box(x1: box.x1 + 1, y1: box.y1, x2: box.x2 + 1, y2: box.y2 + 1)
          return GroundTruthBox(
            box: moved, categoryID: (image + place * 7) % classes + 1,
            isCrowd: (image + place) % 50 == 0)
        }
    }
    return GroundTruth(categories: categories, boxes: boxes)
  }
}
