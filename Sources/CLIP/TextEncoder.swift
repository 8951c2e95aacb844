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

  /// Prompts of some concepts that are tokenized and averaged together: 16 MB of embeddings.
  private static let promptsTogether = 8_192

  /// Ids that go through the tower together: 8 MB of intermediate results at a width of 512, which
  /// stay in the caches.
  private static let idsTogether = 512

  /// Creates an encoder; at most `batch` texts go through the tower together.
  public init(model: CLIPModel, tokenizer: any TextTokenizing, batch: Int = 256) {
    precondition(batch > 0)
    self.model = model
    self.tokenizer = tokenizer
    self.batch = batch
  }

  /// Un-normalised embeddings of texts as they are.
  ///
  /// What all of them begin with, at least the start of text, is computed once.
  public func encode(_ texts: [String]) -> Embeddings {
    let tokenized = texts.map(tokenizer.encode)
    var result = Embeddings(
      matrix: Matrix(rows: texts.count, columns: model.embeddingSize),
      truncated: tokenized.indices.filter { tokenized[$0].isTruncated })
    let shared = TextEncoder.sharedCount(tokenized.map(\.ids))
    guard shared > 0, let prefix = tokenized.first.map({ model.textPrefix($0.ids.prefix(shared)) })
    else {
      // Ids of a tokenizer that gives an empty or a single id: nothing to share.
      encode(tokenized, into: &result.matrix, with: model.encodeTokens)
      return result
    }
    encode(tokenized, into: &result.matrix) { model.encodeTokens($0, after: prefix) }
    return result
  }

  private func encode(
    _ texts: [TokenizedText], into matrix: inout Matrix, with embed: ([[Int32]]) -> Matrix
  ) {
    var start = 0
    while start < texts.count {
      var end = start
      var ids = 0
      repeat {
        ids += texts[end].ids.count
        end += 1
      } while end < min(start + batch, texts.count)
        && ids + texts[end].ids.count <= TextEncoder.idsTogether
      let embeddings = embed(texts[start..<end].map(\.ids))
      for row in start..<end { matrix.setRow(row, to: embeddings.row(row - start)) }
      start = end
    }
  }

  /// How many ids all texts begin with, less than the shortest has.
  static func sharedCount(_ texts: [[Int32]]) -> Int {
    guard let first = texts.first else { return 0 }
    return texts.reduce(max(first.count - 1, 0)) { shared, text in
      var count = 0
      while count < min(shared, text.count - 1), text[count] == first[count] { count += 1 }
      return count
    }
  }

  /// One embedding for each concept, averaged over the templates.
  ///
  /// A template holds `{}` where the concept goes. At least one template is needed. The prompts of a
  /// template begin alike ("a photo of a"), and that part goes through the tower once for many
  /// concepts; whole prompts are tokenized, so that a beginning ends where their ids differ.
  public func encode(
    concepts: [String], templates: [String], averaging: Averaging
  ) -> Embeddings {
    precondition(!templates.isEmpty)
    var result = Embeddings(
      matrix: Matrix(rows: concepts.count, columns: model.embeddingSize), truncated: [])
    let step = max(1, TextEncoder.promptsTogether / templates.count)
    for start in stride(from: 0, to: concepts.count, by: step) {
      let group = Array(concepts[start..<min(start + step, concepts.count)])
      var truncated: Set<Int> = []
      let prompts = templates.map { template in
        let prompts = encode(group.map { TextEncoder.prompt(template, $0) })
        truncated.formUnion(prompts.truncated)
        return averaging == .rawMean ? prompts.matrix : prompts.matrix.normalizedRows()
      }
      for offset in group.indices {
        let rows = Matrix(
          columns: model.embeddingSize, rows: prompts.map { Array($0.row(offset)) })
        result.matrix.setRow(start + offset, to: rows.meanRow()[...])
      }
      result.truncated += truncated.sorted().map { start + $0 }
    }
    return result
  }

  static func prompt(_ template: String, _ concept: String) -> String {
    template.split(separator: "{}", omittingEmptySubsequences: false).joined(separator: concept)
  }
}
