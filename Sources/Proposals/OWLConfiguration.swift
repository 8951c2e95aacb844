internal import Kernels
internal import Transformer

/// A Hugging Face OWL-ViT or OWLv2 `config.json`, complete: what the file leaves out has the
/// default of transformers' class.
struct OWLConfiguration: Hashable, Sendable {
  var kind: OWLKind
  var projection: Int
  var text: BlockSettings
  var vision: BlockSettings
  var imageSize: Int
  var patchSize: Int
  var vocabularySize: Int
  var context: Int

  private struct File: Decodable {
    var projection_dim: Int?
    var model_type: String?
    var text_config: TransformerConfiguration?
    var vision_config: TransformerConfiguration?
  }

  init(
    folder: ModelFolder, wanted: OWLKind?, precision: Precision = .f32
  ) throws(ConfigurationError) {
    let path = folder.configurationPath
    let file = try folder.decode(File.self, from: "config.json")
    let kind = try OWLKind(modelType: file.model_type, wanted: wanted, path: path)
    self.kind = kind
    let text = file.text_config ?? TransformerConfiguration()
    let vision = file.vision_config ?? TransformerConfiguration()
    self.text = try text.blockSettings(
      defaultWidth: 512, defaultHiddenWidth: 2048, defaultHeads: 8, isCausal: true, path: path)
    self.vision = try vision.blockSettings(
      defaultWidth: 768, defaultHiddenWidth: 3072, defaultHeads: 12, isCausal: false, path: path)
    self.vision.precision = precision
    projection = file.projection_dim ?? 512
    imageSize = vision.imageSize ?? 768
    patchSize = vision.patchSize ?? kind.defaultPatchSize
    vocabularySize = text.vocabularySize ?? 49408
    context = text.context ?? 16
    let sizes = [
      ("projection_dim", projection, 1 << 20), ("image_size", imageSize, 4096),
      ("patch_size", patchSize, imageSize), ("vocab_size", vocabularySize, 1 << 24),
      ("max_position_embeddings", context, 1 << 20),
    ]
    for (key, size, limit) in sizes {
      guard (1...max(limit, 1)).contains(size) else {
        throw ConfigurationError(path: path, key: key, expected: "1 to \(limit)", found: "\(size)")
      }
    }
    // The class head compares projected patches with projected texts.
    guard projection == self.text.width else {
      throw ConfigurationError(
        path: path, key: "projection_dim", expected: "text hidden_size \(self.text.width)",
        found: "\(projection)")
    }
  }

  /// The folder's weights, held to these sizes before anything is allocated.
  func checkpoint(of folder: ModelFolder) throws -> Checkpoint {
    let checkpoint = try folder.weights()
    try checkpoint.check(
      fits: parameters, sizes: "width, layers, patch size, vocabulary, context",
      configuration: folder.configurationPath)
    return checkpoint
  }

  /// Learned numbers, nearly; a `Double`, since hostile sizes do not fit `Int`.
  var parameters: Double {
    let (width, textWidth) = (Double(vision.width), Double(text.width))
    let (patch, side) = (Double(patchSize), Double(imageSize / patchSize))
    let words = (Double(vocabularySize) + Double(context) + Double(projection)) * textWidth
    let heads = 4 * width * width + Double(projection) * width
    return text.parameters + vision.parameters + words + heads
      + width * (3 * patch * patch + side * side + 1)
  }
}
