internal import Transformer

/// A Hugging Face CLIP `config.json`, complete: what the file leaves out has `CLIPConfig`'s default.
struct CLIPConfiguration: Hashable, Sendable {
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
    // Files of transformers 4.x before 4.30 repeat the settings here, and these win.
    var text_config_dict: TransformerConfiguration?
    var vision_config_dict: TransformerConfiguration?
  }

  init(folder: ModelFolder) throws(ConfigurationError) {
    let path = folder.configurationPath
    let file = try folder.decode(File.self, from: "config.json")
    let modelType = file.model_type ?? "clip"
    guard modelType == "clip" else {
      throw ConfigurationError(
        path: path, key: "model_type", expected: "`clip`", found: modelType)
    }
    let text = (file.text_config ?? TransformerConfiguration())
      .overridden(by: file.text_config_dict)
    let vision = (file.vision_config ?? TransformerConfiguration())
      .overridden(by: file.vision_config_dict)
    self.text = try text.blockSettings(
      defaultWidth: 512, defaultHiddenWidth: 2048, defaultHeads: 8, isCausal: true, path: path)
    self.vision = try vision.blockSettings(
      defaultWidth: 768, defaultHiddenWidth: 3072, defaultHeads: 12, isCausal: false, path: path)
    projection = file.projection_dim ?? 512
    imageSize = vision.imageSize ?? 224
    patchSize = vision.patchSize ?? 32
    vocabularySize = text.vocabularySize ?? 49408
    context = text.context ?? 77
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
  }
}
