internal import Kernels
internal import Transformer

/// OWLv2's text encoder: CLIP's with a shorter context.
struct OWLv2QueryTower: Sendable {
  private let embedding: TokenEmbedding
  private let tower: Tower
  private let finalNorm: LayerNorm
  private let projection: PackedWeights

  init(_ configuration: OWLv2Configuration, from source: inout WeightSource) {
    let settings = configuration.text
    embedding = TokenEmbedding(
      "owlv2.text_model.embeddings", vocabulary: configuration.vocabularySize,
      context: configuration.context, width: settings.width, from: &source)
    tower = Tower(
      "owlv2.text_model.encoder", settings: settings, keeping: .oneToken, from: &source)
    finalNorm = source.layerNorm(
      "owlv2.text_model.final_layer_norm", width: settings.width, epsilon: settings.epsilon)
    projection = source.linear(
      "owlv2.text_projection", outputs: configuration.projection, inputs: settings.width,
      hasBias: false)
  }

  /// Normalised embeddings `[queries, projection]`.
  func callAsFunction(_ queries: [[Int32]]) -> Matrix {
    let (tokens, ends) = embedding(queries.map { $0[...] })
    return projection.product(finalNorm(tower.lastTokens(tokens, ends: ends))).normalizedRows()
  }
}
