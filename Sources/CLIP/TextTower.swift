internal import Kernels
internal import Transformer

/// CLIP's causal text transformer: embeddings, blocks, projection of the end-of-text token.
struct TextTower: Sendable {
  private let embedding: TokenEmbedding
  private let tower: Tower
  private let finalNorm: LayerNorm
  private let projection: PackedWeights

  init(
    _ configuration: CLIPConfiguration, names: CLIPTensorNames, from source: inout WeightSource
  ) {
    let settings = configuration.text
    embedding = TokenEmbedding(
      tokens: names.tokens, positions: names.text.positions,
      vocabulary: configuration.vocabularySize, context: configuration.context,
      width: settings.width, from: &source)
    tower = Tower(
      names.text.blocks, settings: settings, keeping: .oneToken, names: names.blockNames,
      from: &source)
    finalNorm = source.layerNorm(
      names.text.finalNorm, width: settings.width, epsilon: settings.epsilon)
    projection = names.projection(
      names.text, outputs: configuration.projection, inputs: settings.width, from: &source)
  }

  /// Un-normalised embeddings `[texts, projection]`.
  func callAsFunction(_ texts: [[Int32]]) -> Matrix {
    self(texts.map { $0[...] }, after: nil)
  }

  /// Un-normalised embeddings `[texts, projection]` of texts that all begin with `prefix`.
  func callAsFunction(_ texts: [[Int32]], after prefix: TextPrefix) -> Matrix {
    self(texts.map { $0.dropFirst(prefix.ids.count) }, after: prefix)
  }

  /// A beginning of texts, at least the start of text.
  func prefix(_ ids: ArraySlice<Int32>) -> TextPrefix {
    TextPrefix(ids: Array(ids), tower: tower.prefix(embedding([ids]).tokens))
  }

  private func callAsFunction(_ rests: [ArraySlice<Int32>], after prefix: TextPrefix?) -> Matrix {
    let (tokens, ends) = embedding(rests, from: prefix?.ids.count ?? 0)
    return projection.product(
      finalNorm(tower.lastTokens(tokens, ends: ends, after: prefix?.tower)))
  }
}
