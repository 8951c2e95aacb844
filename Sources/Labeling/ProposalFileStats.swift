import Codecs
import Foundation
import Inputs
import Records

/// `stats/proposal-files.json`: what was found in the files of proposals; never part of any digest.
struct ProposalFileStats: Encodable {
  private let source: Int
  private let file: String
  private let format: String
  private let sha256: String
  private let boxes: [String: Int]
  private let images: [String: Int]
  private let rejections: [String: Int]
  private let samples: [String]

  private init(_ imported: ImportedProposals) {
    let report = imported.report
    source = imported.source
    file = report.path
    format = report.format
    sha256 = report.digest.hex
    boxes = [
      "read": report.boxes, "used": report.boxesUsed, "extra": report.boxesExtra,
      "crowds": report.crowds, "rejected": report.rejected, "ambiguous": report.ambiguous,
    ]
    images = [
      "matched": report.imagesMatched, "missing": report.imagesMissing,
      "extra": report.imagesExtra, "repeated": report.repeatedImages,
    ]
    rejections = Dictionary(
      uniqueKeysWithValues: report.rejections.map { ($0.key.rawValue, $0.value) })
    samples = report.samples.map(\.detail)
  }

  /// Writes the file below the folder `stats`, if there is anything to tell.
  static func write(_ files: [ImportedProposals], to stats: String) throws {
    guard !files.isEmpty else { return }
    try PosixFileSystem().createDirectories(stats)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let bytes = Array(try encoder.encode(files.map(ProposalFileStats.init)))
    try DurableFile.replace(bytes + [UInt8(ascii: "\n")], at: "\(stats)/proposal-files.json")
  }
}
