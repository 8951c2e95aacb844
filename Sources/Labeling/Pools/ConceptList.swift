import Codecs
import Concepts

/// A user's file of names.
public enum ConceptList {
  /// The names of a file, one per line; none without a file.
  ///
  /// - Throws: `FileError`.
  public static func names(ofFile path: String?) throws -> [String] {
    guard let path else { return [] }
    let text = String(decoding: try readFile(path, bytesMax: 64 << 20), as: UTF8.self)
    return ConceptPool(nameList: text).names
  }
}
