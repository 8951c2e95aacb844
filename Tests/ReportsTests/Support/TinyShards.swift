import Codecs
import Records
import ShardStore

@testable import Reports

/// Shards of images without regions, for what reads data sets by unit.
struct TinyShards {
  let folder: String
  let unitImages: Int

  /// Writes the images `names` in their order; returns the units.
  func write(_ names: [String]) throws -> [DatasetReport.Unit] {
    try stride(from: 0, to: names.count, by: unitImages).enumerated().map { unit, start in
      let images = start..<min(start + unitImages, names.count)
      let keys = names[images].map { ImageKey($0) }
      let paths = try ShardKind.allCases.map { try write(keys, $0, unit: unit) }
      return DatasetReport.Unit(regions: paths[0], labels: paths[1], images: images)
    }
  }

  private func write(_ keys: [ImageKey], _ kind: ShardKind, unit: Int) throws -> String {
    let isRegions = kind == .regions
    let directory = "\(folder)/\(kind.rawValue)"
    try PosixFileSystem().createDirectories(directory)
    let digest = SHA256Digest(of: [1])
    let writer = try ShardWriter(
      directory: directory,
      header: ShardHeader(
        kind: kind, unit: unit, configDigest: digest, modelDigests: [:],
        poolDigest: isRegions ? nil : digest, embeddingSize: isRegions ? 4 : 0,
        conceptsPerRegion: isRegions ? 0 : 1, toolVersion: "test"))
    for key in keys {
      if isRegions {
        try writer.append(
          RegionRecord(
            imageID: 1, key: key, width: 9, height: 9, digest: digest.bytes, boxes: [], scores: [],
            logits: [], sources: [], embeddingSize: 4, embeddings: [0, 0, 0, 0]))
      } else {
        try writer.append(
          LabelRecord(
            imageID: 1, key: key, conceptsPerRegion: 1, conceptIDs: [], cosines: [], logSumExp: [],
            maxProbability: [], imageLabels: [], classBoxes: []))
      }
    }
    _ = try writer.finish()
    return "\(directory)/\(ShardName(unit: unit))"
  }
}
