public import Codecs

/// Why an index cannot be made or read.
public enum IndexError: Error, Hashable, Sendable {
  /// The environment failed.
  case file(FileError)
  /// A shard cannot be read.
  case shard(ShardError)
  /// SQLite refused, with its own words.
  case database(path: String, text: String)
  /// The file is no index, or one of another version.
  case notAnIndex(path: String, what: String, expected: String, found: String)
  /// Shards contradict each other.
  case mismatch(path: String, detail: String)
}

extension IndexError: CustomStringConvertible {
  /// One line for people: what, where, expected, found, what to do.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .shard(let error): error.description
    case .database(let path, let text):
      "\(path): SQLite: \(text). The index can be made again with `pseudobox index`."
    case .notAnIndex(let path, let what, let expected, let found):
      """
      \(path): expected \(what) \(expected), found \(found). Make the index again with `pseudobox \
      index`.
      """
    case .mismatch(let path, let detail):
      "\(path): \(detail). Run `pseudobox verify`, remove the wrong shard and run again."
    }
  }
}
