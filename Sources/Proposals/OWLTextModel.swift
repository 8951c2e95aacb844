public import Kernels
internal import Transformer

/// The text side of an OWL-ViT or OWLv2 checkpoint: CLIP's text tower with a shorter context.
///
/// Apart from `OWLModel`, because texts are embedded once for a run and the tower can go then.
public struct OWLTextModel: Sendable {
  /// The folder that it was loaded from.
  public let folder: String
  /// Which of the two it is.
  public let kind: OWLKind
  /// Most tokens of a query, start and end of text included.
  public let context: Int
  /// Number of token ids.
  public let vocabularySize: Int
  /// Columns of a query embedding.
  public let embeddingSize: Int

  private let embedding: TokenEmbedding
  private let tower: Tower
  private let finalNorm: LayerNorm
  private let projection: PackedWeights

  /// Texts that go through the tower together: 40 MB of intermediate results at a width of 512.
  private static let together = 256

  /// Loads `config.json` and the text tower of `model.safetensors`.
  ///
  /// Throws `ConfigurationError`, for another kind than `wanted` too, `SafetensorsError` or
  /// `CheckpointError`.
  public init(folder path: String, kind wanted: OWLKind? = nil) throws {
    let folder = ModelFolder(path: path)
    let configuration = try OWLConfiguration(folder: folder, wanted: wanted)
    var source = WeightSource(try configuration.checkpoint(of: folder))
    let settings = configuration.text
    let name = configuration.kind.rawValue
    embedding = TokenEmbedding(
      "\(name).text_model.embeddings", vocabulary: configuration.vocabularySize,
      context: configuration.context, width: settings.width, from: &source)
    tower = Tower(
      "\(name).text_model.encoder", settings: settings, keeping: .oneToken, from: &source)
    finalNorm = source.layerNorm(
      "\(name).text_model.final_layer_norm", width: settings.width, epsilon: settings.epsilon)
    projection = source.linear(
      "\(name).text_projection", outputs: configuration.projection, inputs: settings.width,
      hasBias: false)
    source.ignore(
      "\(name).vision_model.", "\(name).visual_projection.weight", "\(name).logit_scale",
      "box_bias", "box_head.", "objectness_head.", "class_head.", "layer_norm.")
    try source.finish()
    self.folder = path
    kind = configuration.kind
    context = configuration.context
    vocabularySize = configuration.vocabularySize
    embeddingSize = configuration.projection
  }

  /// Normalised embeddings `[texts, embeddingSize]` of token ids, each closed by its end of text.
  ///
  /// Ids are not padded; each text has at most `context`.
  public func encode(_ texts: [[Int32]]) -> Matrix {
    var values: [Float] = []
    for start in stride(from: 0, to: texts.count, by: OWLTextModel.together) {
      let part = texts[start..<min(start + OWLTextModel.together, texts.count)]
      let (tokens, ends) = embedding(part.map { $0[...] })
      let last = finalNorm(tower.lastTokens(tokens, ends: ends))
      values += projection.product(last).normalizedRows().values
    }
    return Matrix(rows: texts.count, columns: embeddingSize, values: values)
  }
}
