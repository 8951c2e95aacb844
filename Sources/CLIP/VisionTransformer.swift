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
    // Some images at a time, in groups of almost one size: their tokens stay in the caches, and a
    // worker's memory does not grow with the batch.
    let together = (Tower.tokensTogether + embedding.tokens - 1) / embedding.tokens
    let groups = (pixels.rows + together - 1) / together
    var memory = PatchEmbedding.Memory(embedding, images: 0)
    var tokens = AlignedMatrix(rows: 0, columns: preNorm.width)
    var scratch = Tower.Scratch()
    var kept: [Float] = []
    for group in 0..<groups {
      let images = pixels.rows * group / groups..<pixels.rows * (group + 1) / groups
      embedding.embed(pixels, images, into: &memory)
      tokens.reshape(rows: memory.tokens.rows, columns: preNorm.width)
      preNorm(memory.tokens, into: &tokens)
      let ends = (1...images.count).map { $0 * embedding.tokens }
      kept += tower.firstTokens(&tokens, ends: ends, scratch: &scratch).values
    }
    return projection.product(
      postNorm(Matrix(rows: pixels.rows, columns: preNorm.width, values: kept)))
  }
}
