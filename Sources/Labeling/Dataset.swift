/// Where everything of a data set lies below its output directory.
public struct Dataset: Hashable, Sendable {
  /// The output directory.
  public let root: String

  /// Creates the layout below `root`.
  public init(root: String) {
    self.root = root
  }

  /// The frozen plan.
  public var plan: String { "\(root)/plan.json" }
  /// The frozen list of images with their captions and places.
  public var inputs: String { "\(root)/inputs.list" }
  /// The concept pool and its text embeddings.
  public var concepts: String { "\(root)/concepts" }
  /// Shards of the regions pass.
  public var regions: String { "\(root)/regions" }
  /// Label sets, one folder for each pool and set of label settings.
  public var labels: String { "\(root)/labels" }
  /// The SQLite index.
  public var index: String { "\(root)/index.db" }
  /// The report's page and numbers.
  public var report: String { "\(root)/report" }
  /// Timings of each unit; never part of a digest.
  public var stats: String { "\(root)/stats" }

  /// The folder of the label set whose digest begins with `name`.
  public func labelSet(_ name: String) -> String {
    "\(labels)/\(name)"
  }
}
