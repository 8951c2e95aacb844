import Codecs
import Foundation
import Records

/// The golden records as JSON, for readers in other languages: numbers by their bit patterns.
enum GoldenExpectation {
  struct Expectation: Encodable {
    var labels: [Label]
    var regions: [Region]
  }

  struct Region: Encodable {
    var boxes: [UInt32]
    var classEmbeddings: [UInt16]?
    var classRegions: [UInt32]?
    var classScales: [UInt32]?
    var classShifts: [UInt32]?
    var detail: String?
    var differenceHash: UInt64?
    var digest: String
    var embeddings: [UInt16]
    var height: Int
    var imageID: UInt64
    var key: String
    var logits: [UInt32]
    var queries: [UInt32]?
    var reason: String?
    var scores: [UInt32]
    var sources: [UInt8]
    var width: Int
  }

  struct Label: Encodable {
    var classBoxes: [[UInt32]]
    var conceptIDs: [UInt32]
    var conceptsPerRegion: Int
    var cosines: [UInt32]
    var imageID: UInt64
    var imageLabels: [[UInt32]]
    var key: String
    var logSumExp: [UInt32]
    var maxProbability: [UInt32]
  }

  static func bytes() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let expectation = Expectation(
      labels: GoldenShardTests.labels.map(label), regions: GoldenShardTests.regions.map(region))
    return [UInt8](try encoder.encode(expectation)) + [0x0A]
  }

  private static func region(_ record: RegionRecord) -> Region {
    Region(
      boxes: record.boxes.flatMap { [$0.x1, $0.y1, $0.x2, $0.y2].map(\.bitPattern) },
      classEmbeddings: record.classSides?.embeddings.map(\.bitPattern),
      classRegions: record.classSides?.regions,
      classScales: record.classSides?.scales.map(\.bitPattern),
      classShifts: record.classSides?.shifts.map(\.bitPattern), detail: record.rejection?.detail,
      differenceHash: record.differenceHash,
      digest: record.digest.lowercaseHex,
      embeddings: record.embeddings.map(\.bitPattern), height: record.height,
      imageID: record.imageID, key: record.key.description, logits: record.logits.map(\.bitPattern),
      queries: record.queries.isEmpty ? nil : record.queries,
      reason: record.rejection?.reason.rawValue, scores: record.scores.map(\.bitPattern),
      sources: record.sources, width: record.width)
  }

  private static func label(_ record: LabelRecord) -> Label {
    Label(
      classBoxes: record.classBoxes.map { [$0.conceptID, UInt32($0.region), $0.score.bitPattern] },
      conceptIDs: record.conceptIDs, conceptsPerRegion: record.conceptsPerRegion,
      cosines: record.cosines.map(\.bitPattern), imageID: record.imageID,
      imageLabels: record.imageLabels.map {
        [$0.conceptID, UInt32($0.caption), UInt32($0.start), UInt32($0.end)]
      }, key: record.key.description, logSumExp: record.logSumExp.map(\.bitPattern),
      maxProbability: record.maxProbability.map(\.bitPattern))
  }
}
