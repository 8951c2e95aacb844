public import Codecs
public import Records

/// Why a shard cannot be written or read.
public enum ShardError: Error, Hashable, Sendable {
  /// The parts of a shard, to say where it is damaged.
  public enum Part: Hashable, Sendable {
    case header, directory, seekTable
    /// A record, counted from 0.
    case record(Int)
  }

  /// The environment failed.
  case file(FileError)
  /// The file is something else.
  case notAShard(path: String, found: String)
  /// The file was written by a later major version of the format.
  case unsupportedMajor(path: String, found: Int, supported: Int)
  /// The file differs from what was written.
  case damaged(path: String, part: Part, detail: String)
  /// A shard of the other kind was expected.
  case wrongKind(path: String, expected: ShardKind, found: ShardKind)
  /// A record breaks a rule of the format; the pass that made it is wrong.
  case invalidRecord(key: ImageKey, detail: String)
  /// Records are not in ascending order of their keys.
  case unordered(key: ImageKey, after: ImageKey)
  /// The header breaks a rule of the format.
  case invalidHeader(detail: String)
  /// The unit has more records than a shard takes.
  case tooManyRecords(path: String, recordsMax: Int)
}

extension ShardError: CustomStringConvertible {
  /// One line for people: what, where, expected, found, what to do.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .notAShard(let path, let found):
      "\(path): expected a pseudobox shard, found \(found). Check the path."
    case .unsupportedMajor(let path, let found, let supported):
      """
      \(path): has shard format version \(found), expected \(supported). Read it with the version \
      of pseudobox that wrote it, or a later one.
      """
    case .damaged(let path, let part, let detail):
      """
      \(path): \(part) is damaged: \(detail). Remove the file and run again; only this unit is \
      made anew.
      """
    case .wrongKind(let path, let expected, let found):
      "\(path): expected a shard of \(expected.rawValue), found one of \(found.rawValue)."
    case .invalidRecord(let key, let detail):
      "record of \(key): \(detail). This is a defect of the pass that made it; please report it."
    case .unordered(let key, let previous):
      """
      record of \(key) after \(previous): expected keys in ascending byte order, each once. This is \
      a defect of the pass that made it; please report it.
      """
    case .invalidHeader(let detail): "shard header: \(detail)."
    case .tooManyRecords(let path, let recordsMax):
      "\(path): more than \(recordsMax) images in one unit. Use smaller units."
    }
  }
}

extension ShardError.Part: CustomStringConvertible {
  /// The part's name.
  public var description: String {
    switch self {
    case .header: "the header"
    case .directory: "the directory"
    case .seekTable: "the seek table"
    case .record(let index): "record \(index)"
    }
  }
}
