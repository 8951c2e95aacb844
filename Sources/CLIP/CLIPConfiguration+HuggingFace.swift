internal import Transformer

extension CLIPConfiguration {
  private struct File: Decodable {
    var projection_dim: Int?
    var model_type: String?
    var text_config: TransformerConfiguration?
    var vision_config: TransformerConfiguration?
    // Files of transformers 4.x before 4.30 repeat the settings here, and these win.
    var text_config_dict: TransformerConfiguration?
    var vision_config_dict: TransformerConfiguration?
  }

  /// Reads `config.json`; what the file leaves out has the default of transformers' `CLIPConfig`.
  init(huggingFace folder: ModelFolder) throws(ConfigurationError) {
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
    let patchSize = vision.patchSize ?? 32
    self.vision = .transformer(
      try vision.blockSettings(
        defaultWidth: 768, defaultHiddenWidth: 3072, defaultHeads: 12, isCausal: false,
        path: path),
      patchSize: patchSize)
    projection = file.projection_dim ?? 512
    imageSize = vision.imageSize ?? 224
    vocabularySize = text.vocabularySize ?? 49408
    context = text.context ?? 77
    // transformers takes 2, which old configurations have by mistake, for the largest id.
    endOfTextID = text.endOfText == 2 ? nil : text.endOfText
    try CLIPConfiguration.check(
      [
        ("projection_dim", projection, 1 << 20), ("image_size", imageSize, 4096),
        ("patch_size", patchSize, imageSize), ("vocab_size", vocabularySize, 1 << 24),
        ("max_position_embeddings", context, 1 << 20),
      ], path: path)
  }
}
