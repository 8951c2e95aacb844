/// Where captions stand in files that have columns, keys or splits.
public struct CaptionOptions: Hashable, Sendable {
  /// Column (TSV, CSV) or key (JSON) of the caption; columns by name or by number from 1.
  ///
  /// `nil` takes the first of `names` that is there.
  public var captionColumn: String?
  /// Names under which captions are looked for, best first.
  public var names: [String]
  /// Column or key of the image, as `captionColumn`.
  public var imageColumn: String?
  /// Splits of a Karpathy file to read (`train`, `restval`, `val`, `test`); empty for all.
  public var splits: Set<String>

  /// Creates options; without arguments everything is told by the usual names.
  public init(
    captionColumn: String? = nil, imageColumn: String? = nil, splits: Set<String> = [],
    captionNames: [String] = Self.captionNames
  ) {
    names = captionNames
    self.captionColumn = captionColumn
    self.imageColumn = imageColumn
    self.splits = splits
  }

  /// Names under which captions are looked for unless others are told, best first.
  public static let captionNames = ["caption", "captions", "text", "title", "sentence", "raw"]
  /// Names under which images are looked for, best first.
  public static let imageNames = [
    "file_name", "filename", "filepath", "file", "image", "image_path", "path", "key", "image_id",
    "id", "url",
  ]
}
