internal import Kernels
internal import Transformer

/// CLIP's vision transformer: patches, class token, blocks, projection of the class token.
struct ImageTower: Sendable {
  private let embedding: PatchEmbedding
  private let preNorm: LayerNorm
  private let tower: Tower
  private let postNorm: LayerNorm
  private let projection: PackedWeights

  init(_ configuration: CLIPConfiguration, from source: inout WeightSource) {
    let settings = configuration.vision
    embedding = PatchEmbedding(
      "vision_model.embeddings", imageSize: configuration.imageSize,
      patchSize: configuration.patchSize, width: settings.width, from: &source)
    // The misspelt name is the one in all checkpoints.
    preNorm = source.layerNorm(
      "vision_model.pre_layrnorm", width: settings.width, epsilon: settings.epsilon)
    tower = Tower("vision_model.encoder", settings: settings, keeping: .oneToken, from: &source)
    postNorm = source.layerNorm(
      "vision_model.post_layernorm", width: settings.width, epsilon: settings.epsilon)
    projection = source.linear(
      "visual_projection", outputs: configuration.projection, inputs: settings.width,
      hasBias: false)
  }

  /// Un-normalised embeddings `[batch, projection]` of planar pixels `[batch, 3 * side * side]`.
  func callAsFunction(_ pixels: Matrix) -> Matrix {
    let ends = (0..<pixels.rows).map { ($0 + 1) * embedding.tokens }
    let tokens = tower.firstTokens(preNorm(embedding(pixels)), ends: ends)
    return projection.product(postNorm(tokens))
  }
}
