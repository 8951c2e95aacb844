import Codecs
import Foundation
import Records

/// RegionCLIP's image-text pairs: `key <tab> base64(image)` and `key <tab> {"captions": [...]}`, each
/// with a `.lineidx` of byte offsets.
///
/// The two files hold the same keys row by row. An image without captions is left out of both, since
/// the loader draws one at random. Everything is ASCII: the loader reads text in the locale's
/// encoding and strips blanks and cuts rows at tabs.
enum TSVFormat: ExportFormat {
  static let description = FormatDescription(
    "regionclip-tsv", "images in base64 and captions as TSV with line offsets",
    consumer: "RegionCLIP `CLIPImgTxtPairTSVDataset`", kind: .folder,
    needs: [.captions, .images])

  private struct Table {
    let rows: ExportFile
    let offsets: ExportFile

    init(_ name: String, _ output: ExportOutput) throws {
      guard let rows = try output.file("\(name).tsv"),
        let offsets = try output.file("\(name).lineidx")
      else { preconditionFailure("the folder is new") }
      self.rows = rows
      self.offsets = offsets
    }

    func add(_ key: String, _ value: [UInt8]) throws {
      try offsets.write("\(rows.count)\n")
      try rows.write("\(key)\t")
      try rows.write(value)
      try rows.write("\n")
    }

    func finish() throws {
      try rows.finish()
      try offsets.finish()
    }
  }

  static func write(_ job: ExportJob) throws {
    let images = try Table("images", job.output)
    let texts = try Table("text", job.output)
    try job.forEachImage { record in
      guard !record.captions.isEmpty else {
        job.report.note("images left out: no caption", key: record.key)
        return
      }
      guard let key = key(record.key) else {
        job.report.note(
          "images left out: the name has tabs, line breaks, outer blanks or is no ASCII",
          key: record.key)
        return
      }
      switch try job.source.image(record.key) {
      case .failure(let rejection):
        job.report.note("images left out: \(rejection.reason.rawValue)", key: record.key)
      case .success(let bytes):
        if SHA256Digest(of: bytes).bytes != record.regions.digest {
          job.report.note("images that are no longer those of the data set", key: record.key)
        }
        try images.add(key, Array(Data(bytes).base64EncodedData()))
        let captions = record.captions.map { JSONFragment.string($0) }.joined(separator: ", ")
        try texts.add(key, Array("{\"captions\": [\(captions)]}".utf8))
        job.report.count("rows")
        job.report.count("captions", record.captions.count)
      }
    }
    try images.finish()
    try texts.finish()
    if job.report.written["rows"] == nil {
      throw ExportError.empty(
        format: job.format.name, reason: "no image has both a caption and a file")
    }
  }

  /// The key as the first column; `nil` when it would not be read back as it is.
  private static func key(_ key: ImageKey) -> String? {
    guard key.bytes.allSatisfy({ (0x20...0x7E).contains($0) }), key.bytes.first != 0x20,
      key.bytes.last != 0x20
    else { return nil }
    return key.description
  }
}
