public import Kernels

/// Embeds texts, and concepts through prompt templates.
public struct TextEncoder: Sendable {
  /// How the embeddings of a concept's prompts become one.
  public enum Averaging: String, CaseIterable, Sendable {
    /// The mean of the un-normalised embeddings, RegionCLIP's way.
    case rawMean = "raw_mean"
    /// The mean of the normalised embeddings, OpenAI's way; not normalised again.
    case normalizedMean = "normalized_mean"
  }

  /// Embeddings with what happened to their texts.
  public struct Embeddings: Hashable, Sendable {
    /// `[texts, embeddingSize]`.
    public var matrix: Matrix
    /// Which rows come from a text, or from at least one prompt, that lost tokens at its end.
    public var truncated: [Int]
  }

  /// The model whose text tower is used.
  public let model: CLIPModel

  private let tokenizer: any TextTokenizing
  private let batch: Int

  /// Creates an encoder; `batch` texts go through the tower together.
  public init(model: CLIPModel, tokenizer: any TextTokenizing, batch: Int = 64) {
    precondition(batch > 0)
    self.model = model
    self.tokenizer = tokenizer
    self.batch = batch
  }

  /// Un-normalised embeddings of texts as they are.
  public func encode(_ texts: [String]) -> Embeddings {
    var result = Embeddings(
      matrix: Matrix(rows: texts.count, columns: model.embeddingSize), truncated: [])
    for start in stride(from: 0, to: texts.count, by: batch) {
      let tokenized = texts[start..<min(start + batch, texts.count)].map(tokenizer.encode)
      let embeddings = model.encodeTokens(tokenized.map(\.ids))
      for (offset, text) in tokenized.enumerated() {
        result.matrix.setRow(start + offset, to: embeddings.row(offset))
        if text.isTruncated { result.truncated.append(start + offset) }
      }
    }
    return result
  }

  /// One embedding for each concept, averaged over the templates.
  ///
  /// A template holds `{}` where the concept goes. At least one template is needed.
  public func encode(
    concepts: [String], templates: [String], averaging: Averaging
  ) -> Embeddings {
    precondition(!templates.isEmpty)
    var result = Embeddings(
      matrix: Matrix(rows: concepts.count, columns: model.embeddingSize), truncated: [])
    // Whole concepts, as many as fill a batch, so that one template does not mean batches of one.
    let step = max(1, batch / templates.count)
    for start in stride(from: 0, to: concepts.count, by: step) {
      let group = concepts[start..<min(start + step, concepts.count)]
      let prompts = encode(
        group.flatMap { concept in templates.map { TextEncoder.prompt($0, concept) } })
      let rows = averaging == .rawMean ? prompts.matrix : prompts.matrix.normalizedRows()
      for offset in 0..<group.count {
        let range = offset * templates.count..<(offset + 1) * templates.count
        result.matrix.setRow(start + offset, to: rows.rows(range).meanRow()[...])
        if prompts.truncated.contains(where: range.contains) {
          result.truncated.append(start + offset)
        }
      }
    }
    return result
  }

  static func prompt(_ template: String, _ concept: String) -> String {
    template.split(separator: "{}", omittingEmptySubsequences: false).joined(separator: concept)
  }
}
