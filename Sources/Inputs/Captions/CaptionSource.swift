import Records

/// A file of captions, with its format.
public struct CaptionSource: Hashable, Sendable {
  /// How captions are written.
  public enum Format: String, CaseIterable, Sendable {
    /// COCO captions: `images` with `id` and `file_name`, `annotations` with `image_id` and
    /// `caption`. Also images that hold `captions` or `sentences`, and an array of objects: a
    /// document's members tell what it is.
    case coco
    /// Karpathy's splits: `images` with `sentences` and `split`.
    case karpathy
    /// Tab-separated columns with or without a header.
    case tsv
    /// Comma-separated columns with RFC 4180 quoting and a header.
    case csv
    /// One JSON object on each line.
    case jsonl
    /// One caption on each line and no image: for pools only.
    case text
  }

  /// The path that means standard input.
  public static let standardInput = "-"

  /// The file, `-` for standard input.
  public let path: String
  /// Its format.
  public let format: Format

  /// Creates a source of a given format.
  public init(path: String, format: Format) {
    self.path = path
    self.format = format
  }

  /// Creates a source whose format its file name tells; a last `.gz`, `.zst` or `.zstd` is ignored.
  ///
  /// - Throws: `InputError.unknownFormat`.
  public init(path: String) throws {
    guard let format = Format(fileName: path) else {
      throw InputError.unknownFormat(
        path: path,
        expected: "a name in .json, .jsonl, .tsv, .csv or .txt, each also with .gz or .zst")
    }
    self.init(path: path, format: format)
  }

  /// The rows of the source in `stream`.
  func rows(_ stream: ByteStream, _ options: CaptionOptions) -> any CaptionRows {
    switch format {
    case .coco, .karpathy: JSONDocumentRows(stream, options)
    case .tsv: DelimitedRows(stream, separator: 0x09, options)
    case .csv: DelimitedRows(stream, separator: UInt8(ascii: ","), options)
    case .jsonl: JSONLinesRows(stream, options)
    case .text: TextRows(stream)
    }
  }
}

extension CaptionSource.Format {
  /// The format that a file's name tells; `nil` for an unknown extension.
  public init?(fileName: String) {
    var parts = (fileName.split(separator: "/").last ?? "").split(separator: ".").dropFirst()
      .map { $0.lowercased() }
    if let last = parts.last, ["gz", "zst", "zstd"].contains(last) { parts.removeLast() }
    switch parts.last {
    case "json": self = .coco
    case "jsonl", "ndjson": self = .jsonl
    case "tsv", "tab": self = .tsv
    case "csv": self = .csv
    case "txt": self = .text
    default: return nil
    }
  }
}
