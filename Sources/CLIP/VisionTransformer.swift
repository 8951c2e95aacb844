internal import Kernels
internal import Transformer

/// CLIP's vision transformer: patches, class token, blocks, projection of the class token.
struct VisionTransformer: Sendable {
  private let embedding: PatchEmbedding
  private let preNorm: LayerNorm
  private let tower: Tower
  private let postNorm: LayerNorm
  private let projection: PackedWeights

  init(
    _ settings: BlockSettings, imageSize: Int, patchSize: Int, outputs: Int,
    names: CLIPTensorNames, from source: inout WeightSource
  ) {
    embedding = PatchEmbedding(
      patches: names.patches, classToken: names.classToken, positions: names.image.positions,
      imageSize: imageSize, patchSize: patchSize, width: settings.width,
      precision: settings.precision, from: &source)
    preNorm = source.layerNorm(
      names.preNorm, width: settings.width, epsilon: settings.epsilon)
    tower = Tower(
      names.image.blocks, settings: settings, keeping: .oneToken, names: names.blockNames,
      from: &source)
    postNorm = source.layerNorm(
      names.image.finalNorm, width: settings.width, epsilon: settings.epsilon)
    projection = names.projection(
      names.image, outputs: outputs, inputs: settings.width, from: &source)
  }

  /// Un-normalised embeddings `[batch, projection]` of planar pixels `[batch, 3 * side * side]`.
  func callAsFunction(_ pixels: Matrix) -> Matrix {
    let ends = (0..<pixels.rows).map { ($0 + 1) * embedding.tokens }
    let tokens = tower.firstTokens(preNorm(embedding(pixels)), ends: ends)
    return projection.product(postNorm(tokens))
  }
}
