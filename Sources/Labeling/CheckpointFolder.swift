import Codecs
import Foundation

/// A checkpoint folder as its user has it.
struct CheckpointFolder {
  let path: String

  /// SHA-256 over name and contents of every file that decides an embedding: weights,
  /// configuration, tokenizer and preprocessing, in the order of their names.
  ///
  /// `known` may know files that need not be read again.
  func digest(_ known: KnownDigests? = nil) throws -> SHA256Digest {
    Self.digest(of: try files(known))
  }

  /// The same of files that were read already.
  static func digest(of files: [(name: String, bytes: Int, digest: SHA256Digest)]) -> SHA256Digest {
    var hasher = SHA256Hasher()
    for file in files { hasher.update("\(file.name) \(file.digest)\n") }
    return hasher.digest
  }

  /// Name, size and SHA-256 of each of those files.
  func files(
    _ known: KnownDigests? = nil
  ) throws -> [(name: String, bytes: Int, digest: SHA256Digest)] {
    try entries().filter(Self.decidesEmbeddings).map { name in
      let path = "\(path)/\(name)"
      let digest = try known?.digest(of: path) ?? SHA256Digest(ofFile: path)
      return (name, try RandomAccessFile(path: path).size, digest)
    }
  }

  /// Names of the classes that the model was trained on, when the folder has a note that says so.
  func trainingClasses() -> [String]? {
    struct Note: Decodable { let classes: [String] }
    guard let bytes = try? readFile("\(path)/\(Self.trainingNote)", bytesMax: 16 << 20) else {
      return nil
    }
    return try? JSONDecoder().decode(Note.self, from: Data(bytes)).classes
  }

  private static let trainingNote = "trained_on.json"

  private static func decidesEmbeddings(_ name: String) -> Bool {
    guard name != trainingNote else { return false }
    return name.hasSuffix(".safetensors") || name.hasSuffix(".json") || name == "merges.txt"
      || name.hasPrefix("bpe_simple_vocab")
  }

  private func entries() throws -> [String] {
    do {
      return try PosixFileSystem().entries(of: path).sorted()
    } catch {
      throw FileError.call("listing the model folder", path: path, error: error, freeBytes: nil)
    }
  }
}

extension PipelineSettings {
  /// For each model whose folder has a note of what it was trained on: its folder and the classes.
  public var modelNotes: [(model: String, classes: [String])] {
    let folders = [regions.teacher.model] + regions.proposals.compactMap(\.model)
    return folders.compactMap { folder in
      CheckpointFolder(path: folder).trainingClasses().map { (folder, $0) }
    }
  }
}
