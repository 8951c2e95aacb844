public import Codecs

/// The tensors of a model, from one safetensors file or from several with an index.
public struct Checkpoint: Sendable {
  /// The file, or the index of several.
  public let path: String
  /// The tensors by name.
  public let tensors: [String: SafetensorsFile.Tensor]

  private let files: [SafetensorsFile]
  /// Which of `files` has a tensor.
  private let places: [String: Int]

  /// Names of all tensors in byte order.
  public var names: [String] {
    tensors.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Opens one file; throws `SafetensorsError`.
  public init(file path: String) throws {
    let file = try SafetensorsFile(path: path)
    self.path = path
    tensors = file.tensors
    files = [file]
    places = file.tensors.mapValues { _ in 0 }
  }

  /// Hugging Face's index of shards; `metadata`, the total size, is not needed.
  private struct Index: Decodable {
    var weight_map: [String: String]
  }

  /// Opens the shards that an index names.
  ///
  /// Index and shards must agree to the letter: which of two copies of a tensor is meant, or
  /// whether an unlisted one is, cannot be known. Throws `ShardIndexError` with all that is wrong,
  /// `ConfigurationError` for an index that is not JSON, `SafetensorsError` for a broken shard.
  public init(folder: ModelFolder, index: String) throws {
    let map = try folder.decode(Index.self, from: index).weight_map
    path = "\(folder.path)/\(index)"
    var files: [SafetensorsFile] = []
    var tensors: [String: SafetensorsFile.Tensor] = [:]
    var places: [String: Int] = [:]
    var problems: [ShardIndexError.Problem] = []
    if map.isEmpty { problems.append(.noTensors) }
    let names = Dictionary(grouping: map.keys) { map[$0] ?? "" }
    for shard in names.keys.sorted() {
      guard Checkpoint.isFileName(shard) else {
        problems.append(.notFileName(shard))
        continue
      }
      guard folder.has(shard) else {
        problems.append(.missingShard(shard))
        continue
      }
      let file = try SafetensorsFile(path: "\(folder.path)/\(shard)")
      for name in names[shard, default: []].sorted() {
        if let tensor = file.tensors[name] {
          tensors[name] = tensor
          places[name] = files.count
        } else {
          problems.append(.missingTensor(name, shard: shard))
        }
      }
      for name in file.names where map[name] != shard {
        problems.append(.unlistedTensor(name, shard: shard, listedIn: map[name]))
      }
      files.append(file)
    }
    guard problems.isEmpty else { throw ShardIndexError(path: path, problems: problems) }
    self.files = files
    self.tensors = tensors
    self.places = places
  }

  /// A tensor's elements in row-major order; throws `SafetensorsError`.
  public func floats(_ name: String) throws(SafetensorsError) -> [Float] {
    try file(of: name).floats(name)
  }

  /// The elements of some of a tensor's rows; throws `SafetensorsError`.
  func floats(_ name: String, rows: Range<Int>) throws(SafetensorsError) -> [Float] {
    try file(of: name).floats(name, rows: rows)
  }

  /// Says that a tensor's rows were read.
  func release(_ name: String) {
    if let place = places[name] { files[place].release(name) }
  }

  private func file(of name: String) throws(SafetensorsError) -> SafetensorsFile {
    guard let place = places[name] else {
      throw SafetensorsError(path: path, problem: .missingTensor(name))
    }
    return files[place]
  }

  /// An index may not lead out of its folder.
  private static func isFileName(_ name: String) -> Bool {
    !name.contains("/") && !name.contains("\0") && !name.isEmpty && name != "." && name != ".."
  }
}
