import Codecs
public import Concepts
import Foundation
import Inputs

/// A user's file of names.
public enum ConceptList {
  /// The names of a file, one per line, or of a json that `VocabularySource` reads (LVIS' categories,
  /// an array of names) without what is in brackets behind them; none without a file.
  ///
  /// - Throws: `InputError`.
  public static func names(ofFile path: String?) throws -> [String] {
    guard let path else { return [] }
    let text = try TextSource(path: path).read(bytesMax: 64 << 20)
    return try jsonNames(text, path) ?? ConceptPool(nameList: text).names
  }

  /// The names in a json; `nil` for a text that is none.
  private static func jsonNames(_ text: String, _ path: String) throws -> [String]? {
    let first = text.first { !$0.isWhitespace }
    guard first == "[" || first == "{" else { return nil }
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

  /// A ready pool: a `pool.tsv`, told by its header, or names as in `names(ofFile:)`.
  ///
  /// - Throws: `InputError`, `ConceptError.badPool`; `PipelineError.noNames` for a pool of nothing.
  static func pool(ofFile path: String) throws -> ConceptPool {
    let text = try TextSource(path: path).read(bytesMax: 1 << 30)
    let pool =
      if text.hasPrefix("id\t") {
        try ConceptPool(tsv: text, path: path)
      } else {
        try jsonNames(text, path).map { ConceptPool(names: $0) } ?? ConceptPool(nameList: text)
      }
    guard !pool.concepts.isEmpty else { throw PipelineError.noNames(path: path) }
    return pool
  }
}
