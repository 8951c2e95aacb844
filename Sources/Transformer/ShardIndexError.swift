/// Why the shards of a checkpoint are not what their index says, all of it at once.
public struct ShardIndexError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One contradiction between index and shards.
  public enum Problem: Hashable, Sendable {
    /// The index names no tensor.
    case noTensors
    /// A shard's name is not that of a file in the folder.
    case notFileName(String)
    /// The index names a file that the folder lacks.
    case missingShard(String)
    /// A shard lacks a tensor that the index promises.
    case missingTensor(String, shard: String)
    /// A shard has a tensor that the index does not have, or has in another shard.
    case unlistedTensor(String, shard: String, listedIn: String?)
  }

  /// The index.
  public let path: String
  /// What is wrong, shard by shard.
  public let problems: [Problem]

  /// Creates an error.
  public init(path: String, problems: [Problem]) {
    self.path = path
    self.problems = problems
  }

  /// The problems, one a line.
  public var description: String {
    let most = CheckpointError.linesMax
    var lines = problems.prefix(most).map { "\n  \($0.text)" }.joined()
    if problems.count > most { lines += "\n  and \(problems.count - most) more" }
    return "\(path): index and shards disagree in \(problems.count) places; "
      + "copy all files of the model again:\(lines)"
  }
}

extension ShardIndexError.Problem {
  fileprivate var text: String {
    switch self {
    case .noTensors: "weight_map: expected tensors and their files, found none"
    case .notFileName(let name): "shard `\(name)`: expected the name of a file in the same folder"
    case .missingShard(let name): "shard \(name): not in the folder"
    case .missingTensor(let name, let shard): "\(name): expected in \(shard), not found there"
    case .unlistedTensor(let name, let shard, let other):
      "\(name): found in \(shard), the index has it in \(other ?? "no file")"
    }
  }
}
