/// One form of a data set that other programs load.
///
/// A format reads records one at a time through its job and writes as it goes: memory does not grow
/// with the data set. Equal data sets and options give equal bytes.
protocol ExportFormat: Sendable {
  /// What the format is, for `--list`, and what it needs.
  static var description: FormatDescription { get }

  /// Writes the whole export.
  static func write(_ job: ExportJob) throws
}

/// What a format is, who loads it, and what it needs.
public struct FormatDescription: Hashable, Sendable {
  /// One file or a folder of files.
  public enum Kind: String, Sendable {
    /// `--to` names the file.
    case file
    /// `--to` names the folder.
    case folder
  }

  /// What a format cannot be made without.
  public enum Need: String, CaseIterable, Sendable {
    /// A finished label set.
    case labels
    /// The text embeddings of the label set's pool.
    case textEmbeddings
    /// The images' captions.
    case captions
    /// The image files.
    case images
  }

  /// Its name on the command line.
  public let name: String
  /// What is in it, in a few words.
  public let summary: String
  /// Which code loads it, and with what.
  public let consumer: String
  /// A file or a folder.
  public let kind: Kind
  /// What it cannot be made without.
  public let needs: Set<Need>
  /// Regions of an image that are taken when no number is asked for; `nil` takes all.
  public let top: Int?
  /// Whether it names images by their ids.
  let hasImageIDs: Bool

  init(
    _ name: String, _ summary: String, consumer: String, kind: Kind, needs: Set<Need> = [],
    top: Int? = nil, hasImageIDs: Bool = false
  ) {
    self.hasImageIDs = hasImageIDs
    self.name = name
    self.summary = summary
    self.consumer = consumer
    self.kind = kind
    self.needs = needs
    self.top = top
  }
}
