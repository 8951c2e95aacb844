internal import Transformer

/// A Hugging Face OWLv2 `config.json`, complete: what the file leaves out has `Owlv2Config`'s
/// default.
struct OWLv2Configuration: Hashable, Sendable {
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

  init(folder: ModelFolder) throws(ConfigurationError) {
    let path = folder.configurationPath
    let file = try folder.decode(File.self, from: "config.json")
    let modelType = file.model_type ?? "owlv2"
    guard modelType == "owlv2" else {
      throw ConfigurationError(
        path: path, key: "model_type", expected: "`owlv2`", found: modelType)
    }
    let text = file.text_config ?? TransformerConfiguration()
    let vision = file.vision_config ?? TransformerConfiguration()
    self.text = try text.blockSettings(
      defaultWidth: 512, defaultHiddenWidth: 2048, defaultHeads: 8, isCausal: true, path: path)
    self.vision = try vision.blockSettings(
      defaultWidth: 768, defaultHiddenWidth: 3072, defaultHeads: 12, isCausal: false, path: path)
    projection = file.projection_dim ?? 512
    imageSize = vision.imageSize ?? 768
    patchSize = vision.patchSize ?? 16
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
