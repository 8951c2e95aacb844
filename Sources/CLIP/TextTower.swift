internal import Kernels
internal import Transformer

/// CLIP's causal text transformer: embeddings, blocks, projection of the end-of-text token.
struct TextTower: Sendable {
  private let embedding: TokenEmbedding
  private let tower: Tower
  private let finalNorm: LayerNorm
  private let projection: PackedWeights

  init(_ configuration: CLIPConfiguration, from source: inout WeightSource) {
    let settings = configuration.text
    embedding = TokenEmbedding(
      "text_model.embeddings", vocabulary: configuration.vocabularySize,
      context: configuration.context, width: settings.width, from: &source)
    tower = Tower("text_model.encoder", settings: settings, keeping: .oneToken, from: &source)
    finalNorm = source.layerNorm(
      "text_model.final_layer_norm", width: settings.width, epsilon: settings.epsilon)
    projection = source.linear(
      "text_projection", outputs: configuration.projection, inputs: settings.width, hasBias: false)
  }

  /// Un-normalised embeddings `[texts, projection]`.
  func callAsFunction(_ texts: [[Int32]]) -> Matrix {
    let (tokens, ends) = embedding(texts)
    return projection.product(finalNorm(tower.lastTokens(tokens, ends: ends)))
  }
}
