import Codecs
public import Concepts
import Foundation
import Inputs

/// A user's file of names.
public enum ConceptList {
  /// The names of a file, one per line, or of a json that `VocabularySource` reads (LVIS' categories,
  /// an array of names) without what is in brackets behind them; none without a file.
  ///
  /// - Throws: `FileError`, `InputError`.
  public static func names(ofFile path: String?) throws -> [String] {
    guard let path else { return [] }
    let text = String(decoding: try readFile(path, bytesMax: 64 << 20), as: UTF8.self)
    let first = text.first { !$0.isWhitespace }
    guard first == "[" || first == "{" else { return ConceptPool(nameList: text).names }
    return try VocabularySource(path: path).read().map { category in
      guard category[0].hasSuffix(")"), let bracket = category[0].lastIndex(of: "(") else {
        return category[0]
      }
      return category[0][..<bracket].trimmingCharacters(in: ["_", " "])
    }
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
