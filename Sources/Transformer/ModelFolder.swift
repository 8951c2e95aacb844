public import Codecs

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A checkpoint as users have it: a folder with `config.json` and `model.safetensors`.
public struct ModelFolder: Hashable, Sendable {
  /// Where the folder is.
  public let path: String

  /// Names a folder; nothing is opened yet.
  public init(path: String) {
    self.path = path
  }

  /// The configuration's path.
  public var configurationPath: String { "\(path)/config.json" }

  /// The weights' path.
  public var weightsPath: String { "\(path)/model.safetensors" }

  /// Whether the folder holds a file of this name.
  public func has(_ file: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(path)/\(file)")
  }

  /// Opens `model.safetensors`; throws `SafetensorsError`.
  public func weights() throws -> SafetensorsFile {
    try SafetensorsFile(path: weightsPath)
  }

  /// Decodes a JSON file of the folder; throws `ConfigurationError`.
  public func decode<Value: Decodable>(
    _ type: Value.Type, from file: String
  ) throws(ConfigurationError) -> Value {
    let path = "\(path)/\(file)"
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw ConfigurationError(
        path: path, key: "", expected: "a readable file in a Hugging Face model folder",
        found: "none")
    }
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch let DecodingError.typeMismatch(expected, context) {
      throw ConfigurationError(
        path: path, key: ModelFolder.name(context.codingPath), expected: "\(expected)",
        found: "another type")
    } catch let DecodingError.valueNotFound(expected, context) {
      throw ConfigurationError(
        path: path, key: ModelFolder.name(context.codingPath), expected: "\(expected)",
        found: "null")
    } catch {
      throw ConfigurationError(
        path: path, key: "", expected: "valid JSON", found: "\(error)")
    }
  }

  private static func name(_ path: [any CodingKey]) -> String {
    path.map(\.stringValue).joined(separator: ".")
  }
}
