public import Kernels
internal import Transformer

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// A frozen OWL-ViT or OWLv2 from a Hugging Face folder (`OwlViTForObjectDetection`,
/// `Owlv2ForObjectDetection`).
///
/// One pass over an image gives boxes, and OWLv2's objectness, for every patch; text enters only when
/// patches are compared with queries of `OWLTextModel`, so any number of queries costs one pass.
/// Immutable and shared by all workers.
public struct OWLModel: Sendable {
  /// The folder that it was loaded from.
  public let folder: String
  /// Which of the two it is.
  public let kind: OWLKind
  /// Side of an input image in pixels.
  public let imageSize: Int
  /// Boxes of one image.
  public let patches: Int
  /// Columns of a query embedding.
  public let embeddingSize: Int
  /// With what the image tower's products are computed.
  public let precision: Precision
  /// Mean of each colour channel, of pixels in 0...1.
  public let pixelMean: [Float]
  /// Standard deviation of each colour channel, of pixels in 0...1.
  public let pixelDeviation: [Float]
  /// The interpolation that the folder names.
  let filter: ResampleFilter

  private let embedding: PatchEmbedding
  private let preNorm: LayerNorm
  private let tower: Tower
  private let postNorm: LayerNorm
  private let mergedNorm: LayerNorm
  private let boxHead: PerceptronHead
  private let objectnessHead: PerceptronHead?
  private let boxBias: Matrix
  private let classHead: OWLClassHead

  /// Loads `config.json`, `model.safetensors` and, where present, `preprocessor_config.json`.
  ///
  /// Heads are computed in `f32` whatever the `precision`. Throws `ConfigurationError`, for
  /// another kind than `wanted` too, `SafetensorsError` or `CheckpointError`.
  public init(folder path: String, kind wanted: OWLKind? = nil, precision: Precision = .f32) throws
  {
    let folder = ModelFolder(path: path)
    let configuration = try OWLConfiguration(
      folder: folder, wanted: wanted, precision: precision)
    let preprocessor = try PreprocessorConfiguration(folder: folder)
    var source = WeightSource(try configuration.checkpoint(of: folder))
    let vision = configuration.vision
    let name = configuration.kind.rawValue
    embedding = PatchEmbedding(
      "\(name).vision_model.embeddings", imageSize: configuration.imageSize,
      patchSize: configuration.patchSize, width: vision.width, from: &source)
    preNorm = source.layerNorm(
      "\(name).vision_model.pre_layernorm", width: vision.width, epsilon: vision.epsilon)
    tower = Tower(
      "\(name).vision_model.encoder", settings: vision, keeping: .allTokens, from: &source)
    postNorm = source.layerNorm(
      "\(name).vision_model.post_layernorm", width: vision.width, epsilon: vision.epsilon)
    mergedNorm = source.layerNorm("layer_norm", width: vision.width, epsilon: vision.epsilon)
    boxHead = PerceptronHead("box_head", width: vision.width, outputs: 4, from: &source)
    objectnessHead =
      configuration.kind == .owlV2
      ? PerceptronHead("objectness_head", width: vision.width, outputs: 1, from: &source) : nil
    classHead = OWLClassHead(
      width: vision.width, outputs: configuration.projection, from: &source)
    source.ignore(
      "\(name).text_model.", "\(name).text_projection.weight", "\(name).visual_projection.weight",
      "\(name).logit_scale", "box_bias")
    try source.finish()
    self.folder = path
    kind = configuration.kind
    self.precision = precision
    imageSize = configuration.imageSize
    patches = embedding.patchesPerSide * embedding.patchesPerSide
    embeddingSize = configuration.projection
    pixelMean = preprocessor.mean
    pixelDeviation = preprocessor.deviation
    filter = preprocessor.filter
    boxBias = OWLModel.boxBias(perSide: embedding.patchesPerSide)
  }

  /// The outputs of planar, normalised pixels `[batch, 3 * imageSize * imageSize]`.
  public func detect(_ pixels: Matrix) -> [OWLOutput] {
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
      return OWLOutput(
        features: features, boxes: boxes, objectnessLogits: objectnessHead?(features).values)
    }
  }

  /// What compares an image's boxes with texts.
  public func classSides(_ output: OWLOutput) -> OWLClassSides {
    classHead(output.features)
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
