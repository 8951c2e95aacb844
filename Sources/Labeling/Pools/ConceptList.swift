import Codecs
public import Concepts

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

  /// The synonyms of a file; none without a file.
  ///
  /// - Throws: `FileError`, `ConceptError.badSynonyms`.
  public static func synonyms(ofFile path: String?) throws -> SynonymGroups {
    guard let path else { return .none }
    return try SynonymGroups(bytes: readFile(path, bytesMax: 64 << 20), path: path)
  }

  /// A ready pool: a `pool.tsv`, told by its header, or a list with one name on each line.
  ///
  /// - Throws: `FileError`, `ConceptError.badPool`.
  static func pool(ofFile path: String) throws -> ConceptPool {
    let text = String(decoding: try readFile(path, bytesMax: 1 << 30), as: UTF8.self)
    guard text.hasPrefix("id\t") else { return ConceptPool(nameList: text) }
    return try ConceptPool(tsv: text, path: path)
  }
}
