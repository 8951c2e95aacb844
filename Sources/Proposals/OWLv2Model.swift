public import Kernels
internal import Transformer

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// A frozen OWLv2 detector from a Hugging Face folder (`Owlv2ForObjectDetection`).
///
/// One pass over an image gives boxes and objectness for every patch; text enters only when patches
/// are compared with queries, so any number of queries costs one pass. Immutable and shared by all
/// workers.
public struct OWLv2Model: Sendable {
  /// Side of an input image in pixels.
  public let imageSize: Int
  /// Boxes of one image.
  public let patches: Int
  /// Columns of a query embedding.
  public let embeddingSize: Int
  /// Most tokens of a query, start and end of text included.
  public let context: Int
  /// Mean of each colour channel, of pixels in 0...1.
  public let pixelMean: [Float]
  /// Standard deviation of each colour channel, of pixels in 0...1.
  public let pixelDeviation: [Float]

  private let embedding: PatchEmbedding
  private let preNorm: LayerNorm
  private let tower: Tower
  private let postNorm: LayerNorm
  private let mergedNorm: LayerNorm
  private let boxHead: PerceptronHead
  private let objectnessHead: PerceptronHead
  private let boxBias: Matrix
  private let classHead: OWLv2ClassHead
  private let queryTower: OWLv2QueryTower

  /// Loads `config.json`, `model.safetensors` and, where present, `preprocessor_config.json`.
  ///
  /// Throws `ConfigurationError`, `SafetensorsError` or `CheckpointError`.
  public init(folder path: String) throws {
    let folder = ModelFolder(path: path)
    let configuration = try OWLv2Configuration(folder: folder)
    let preprocessor = try PreprocessorConfiguration(folder: folder)
    let checkpoint = try folder.weights()
    try checkpoint.check(
      fits: configuration.parameters, sizes: "width, layers, patch size, vocabulary, context",
      configuration: folder.configurationPath)
    var source = WeightSource(checkpoint)
    let vision = configuration.vision
    embedding = PatchEmbedding(
      "owlv2.vision_model.embeddings", imageSize: configuration.imageSize,
      patchSize: configuration.patchSize, width: vision.width, from: &source)
    preNorm = source.layerNorm(
      "owlv2.vision_model.pre_layernorm", width: vision.width, epsilon: vision.epsilon)
    tower = Tower(
      "owlv2.vision_model.encoder", settings: vision, keeping: .allTokens, from: &source)
    postNorm = source.layerNorm(
      "owlv2.vision_model.post_layernorm", width: vision.width, epsilon: vision.epsilon)
    mergedNorm = source.layerNorm("layer_norm", width: vision.width, epsilon: vision.epsilon)
    boxHead = PerceptronHead("box_head", width: vision.width, outputs: 4, from: &source)
    objectnessHead = PerceptronHead(
      "objectness_head", width: vision.width, outputs: 1, from: &source)
    classHead = OWLv2ClassHead(
      width: vision.width, outputs: configuration.projection, from: &source)
    queryTower = OWLv2QueryTower(configuration, from: &source)
    source.ignore(
      "owlv2.visual_projection.weight", "owlv2.logit_scale", "box_bias")
    try source.finish()
    imageSize = configuration.imageSize
    patches = embedding.patchesPerSide * embedding.patchesPerSide
    embeddingSize = configuration.projection
    context = configuration.context
    pixelMean = preprocessor.mean
    pixelDeviation = preprocessor.deviation
    boxBias = OWLv2Model.boxBias(perSide: embedding.patchesPerSide)
  }

  /// The outputs of planar, normalised pixels `[batch, 3 * imageSize * imageSize]`.
  public func detect(_ pixels: Matrix) -> [OWLv2Output] {
    precondition(pixels.columns == 3 * imageSize * imageSize)
    let ends = (0..<pixels.rows).map { ($0 + 1) * embedding.tokens }
    let tokens = postNorm(tower.allTokens(preNorm(embedding(pixels)), ends: ends))
    return ends.map { end in
      let first = end - embedding.tokens
      let merged = tokens.rows(first + 1..<end).scaledByRow(tokens.row(first))
      let features = mergedNorm(merged)
      var boxes = boxHead(features)
      for index in boxes.values.indices {
        boxes.values[index] = sigmoid(boxes.values[index] + boxBias.values[index])
      }
      return OWLv2Output(
        features: features, boxes: boxes, objectnessLogits: objectnessHead(features).values)
    }
  }

  /// Query embeddings `[queries, embeddingSize]` of token ids, each closed by its end of text.
  ///
  /// Ids are not padded; each query has at most `context`.
  public func encodeQueries(_ queries: [[Int32]]) -> Matrix {
    queryTower(queries)
  }

  /// Logits of each box for each query, `[patches, queries]`; their sigmoids are independent.
  public func classLogits(_ output: OWLv2Output, queries: Matrix) -> Matrix {
    classHead(output.features, queries: queries)
  }

  /// What is added to the box head: the inverse sigmoid of the patch's own place and size.
  ///
  /// The centre is that of the patch's lower right corner, as in `compute_box_bias` of
  /// transformers.
  private static func boxBias(perSide: Int) -> Matrix {
    func inverseSigmoid(_ x: Float) -> Float { log(x + 1e-4) - log1p(-x + 1e-4) }
    let size = inverseSigmoid(1 / Float(perSide))
    var bias = Matrix(rows: perSide * perSide, columns: 4)
    for patch in 0..<perSide * perSide {
      bias[patch, 0] = inverseSigmoid(Float(patch % perSide + 1) / Float(perSide))
      bias[patch, 1] = inverseSigmoid(Float(patch / perSide + 1) / Float(perSide))
      bias[patch, 2] = size
      bias[patch, 3] = size
    }
    return bias
  }
}
