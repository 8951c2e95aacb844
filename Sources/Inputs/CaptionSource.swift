import Records

/// A file of captions, with its format.
public struct CaptionSource: Hashable, Sendable {
  /// How captions are written.
  public enum Format: String, CaseIterable, Sendable {
    /// COCO captions: `images` with `id` and `file_name`, `annotations` with `image_id` and
    /// `caption`.
    case coco
    /// Tab-separated columns, without quoting, with or without a header.
    case tsv
    /// Comma-separated columns with RFC 4180 quoting and a header.
    case csv
    /// One JSON object on each line.
    case jsonl
    /// One caption on each line and no image: for pools only. Keys are `line:<number>`.
    case text
  }

  /// The file.
  public let path: String
  /// Its format.
  public let format: Format

  /// Creates a source of a given format.
  public init(path: String, format: Format) {
    self.path = path
    self.format = format
  }

  /// Creates a source whose format its file name tells.
  ///
  /// - Throws: `InputError.unknownFormat`.
  public init(path: String) throws {
    let name = path.split(separator: "/").last ?? ""
    switch name.split(separator: ".").last.map({ $0.lowercased() }) {
    case "json": self.init(path: path, format: .coco)
    case "jsonl", "ndjson": self.init(path: path, format: .jsonl)
    case "tsv", "tab": self.init(path: path, format: .tsv)
    case "csv": self.init(path: path, format: .csv)
    case "txt": self.init(path: path, format: .text)
    default:
      throw InputError.unknownFormat(
        path: path, expected: "a name in .json, .jsonl, .tsv, .csv or .txt")
    }
  }

  /// Reads the captions.
  ///
  /// - Throws: `InputError` when the file cannot be read or breaks its format's rules.
  public func read() throws -> CaptionTable {
    let stream = try ByteStream(path: path)
    switch format {
    case .coco: return try COCOFile(stream).captionTable()
    case .tsv: return try CaptionColumns.tsv(stream)
    case .csv: return try CaptionColumns.csv(stream)
    case .jsonl: return try CaptionLines.jsonl(stream)
    case .text: return try CaptionLines.text(stream)
    }
  }
}
