import CLIP
import Concepts
import Kernels
import Proposals

/// Turns texts into queries of an OWL detector, with the text tower and tokenizer of its folder.
struct OWLQueryEncoder: Sendable {
  /// Queries with how many of them lost tokens at their end.
  struct Encoded: Sendable {
    /// `[texts, size]`.
    var embeddings: Matrix
    /// Texts longer than the tower's context.
    var truncated: Int
  }

  private let model: OWLTextModel
  private let tokenizer: CLIPTokenizer
  private let source: Int

  /// Columns of an embedding.
  var embeddingSize: Int { model.embeddingSize }
  /// Most tokens of a text.
  var context: Int { model.context }

  /// Loads tower and tokenizer; `source` is the source's number, for errors.
  ///
  /// Throws what `OWLTextModel` throws, and `TokenizerError`.
  init(folder: String, kind: OWLKind, source: Int) throws {
    model = try OWLTextModel(folder: folder, kind: kind)
    self.source = source
    tokenizer = try CLIPTokenizer(
      folder: model.folder, contextLength: model.context, vocabularySize: model.vocabularySize,
      cleaning: .huggingFace)
  }

  /// Embeds class names in a sentence, cleaned as a pool's names are.
  ///
  /// Throws `OWLSourceError.emptyQuery` for a name without words.
  func encode(names: [String], template: String) throws -> Encoded {
    let names = names.map(PromptTemplates.cleaned)
    for name in names { try check(name) }
    return try encode(names.map { Self.prompt(template, $0) })
  }

  /// Embeds texts; those beyond the context are cut as transformers cuts them, and counted.
  ///
  /// Throws `OWLSourceError.emptyQuery` for a text without words.
  func encode(_ texts: [String]) throws -> Encoded {
    for text in texts { try check(text) }
    let tokens = texts.map(tokenizer.encode)
    return Encoded(
      embeddings: model.encode(tokens.map(\.ids)),
      truncated: tokens.count { $0.isTruncated })
  }

  /// The sentence with the name in it.
  static func prompt(_ template: String, _ name: String) -> String {
    template.split(separator: "{}", omittingEmptySubsequences: false).joined(separator: name)
  }

  // Start and end alone are no query.
  private func check(_ text: String) throws {
    guard tokenizer.encode(text).ids.count > 2 else {
      throw OWLSourceError.emptyQuery(text, source: source)
    }
  }
}
