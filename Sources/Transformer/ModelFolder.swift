internal import Codecs

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A checkpoint as users have it: a folder with a configuration and safetensors weights.
public struct ModelFolder: Hashable, Sendable {
  /// Where the folder is.
  public let path: String

  /// Names a folder; nothing is opened yet.
  public init(path: String) {
    self.path = path
  }

  /// The configuration's path.
  public var configurationPath: String { "\(path)/config.json" }

  /// Whether the folder holds a file of this name.
  public func has(_ file: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(path)/\(file)")
  }

  /// Whether the folder holds weights of this name, whole or in shards.
  public func hasWeights(_ name: String) -> Bool {
    has("\(name).safetensors") || has(ModelFolder.indexName(name))
  }

  /// Opens `name.safetensors` or, where there is none, the shards of `name.safetensors.index.json`.
  ///
  /// Throws `SafetensorsError`, `ShardIndexError` or, for an index that is not JSON,
  /// `ConfigurationError`.
  public func weights(_ name: String = "model") throws -> Checkpoint {
    guard !has("\(name).safetensors"), has(ModelFolder.indexName(name)) else {
      return try Checkpoint(file: "\(path)/\(name).safetensors")
    }
    return try Checkpoint(folder: self, index: ModelFolder.indexName(name))
  }

  private static func indexName(_ name: String) -> String { "\(name).safetensors.index.json" }

  /// Largest JSON file that is read; the index of the largest models takes less than 1 MB.
  static let jsonBytesMax = 16 << 20

  /// Decodes a JSON file of the folder; throws `ConfigurationError`.
  public func decode<Value: Decodable>(
    _ type: Value.Type, from file: String
  ) throws(ConfigurationError) -> Value {
    let path = "\(path)/\(file)"
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try readFile(path, bytesMax: ModelFolder.jsonBytesMax)
    } catch {
      throw ConfigurationError(unreadable: path, in: self.path, error)
    }
    do {
      // JSONDecoder lets trailing commas and the like pass, which other readers of the file do not.
      _ = try JSONSyntax(bytes)
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      throw ConfigurationError(path: path, bytes: bytes, decoding: type, failure: error)
    }
  }
}
