internal import Kernels
internal import Transformer

extension CLIPConfiguration {
  /// Takes the sizes from `open_clip_config.json`; what it leaves out has open_clip's default.
  ///
  /// A list of `layers` means a ResNet, as in open_clip itself.
  init(_ file: OpenCLIPFile, path: String) throws(ConfigurationError) {
    let model = file.model_cfg
    let activation: Activation = model.quick_gelu == true ? .quickGELU : .gelu
    let sizes = model.vision_cfg.image_size?.sizes ?? [224]
    guard let size = sizes.first, sizes.allSatisfy({ $0 == size }), sizes.count <= 2 else {
      throw ConfigurationError(
        path: path, key: "model_cfg.vision_cfg.image_size", expected: "a square",
        found: "\(sizes)")
    }
    imageSize = size
    projection = model.embed_dim
    vocabularySize = model.text_cfg.vocab_size ?? 49408
    context = model.text_cfg.context_length ?? 77
    try CLIPConfiguration.check(
      [
        ("model_cfg.embed_dim", projection, 1 << 20),
        ("model_cfg.vision_cfg.image_size", imageSize, 4096),
        ("model_cfg.text_cfg.vocab_size", vocabularySize, 1 << 24),
        ("model_cfg.text_cfg.context_length", context, 1 << 20),
      ], path: path)
    text = try CLIPConfiguration.text(model.text_cfg, activation, path: path)
    switch model.vision_cfg.layers ?? .blocks(12) {
    case .blocks(let layers):
      vision = try CLIPConfiguration.transformer(
        model.vision_cfg, layers: layers, imageSize: size, activation, path: path)
    case .stages(let stages):
      vision = try CLIPConfiguration.residual(
        model.vision_cfg, stages: stages, imageSize: size, path: path)
    }
  }

  private static func text(
    _ text: OpenCLIPFile.Text, _ activation: Activation, path: String
  ) throws(ConfigurationError) -> BlockSettings {
    let width = text.width ?? 512
    let heads = text.heads ?? 8
    let layers = text.layers ?? 12
    let key = "model_cfg.text_cfg"
    try check(
      [
        ("\(key).width", width, 1 << 20), ("\(key).heads", heads, width),
        ("\(key).layers", layers, 1 << 12),
      ], path: path)
    guard width % heads == 0, width / heads <= 512 else {
      throw ConfigurationError(
        path: path, key: "\(key).heads",
        expected: "a divisor of width \(width), heads of at most 512 columns", found: "\(heads)")
    }
    return BlockSettings(
      width: width, hiddenWidth: try hidden(width, text.mlp_ratio, key, path), layers: layers,
      heads: heads, activation: activation, epsilon: 1e-5, isCausal: true)
  }

  private static func transformer(
    _ vision: OpenCLIPFile.Vision, layers: Int, imageSize: Int, _ activation: Activation,
    path: String
  ) throws(ConfigurationError) -> Vision {
    let width = vision.width ?? 768
    let patchSize = vision.patch_size ?? 16
    let key = "model_cfg.vision_cfg"
    try check(
      [
        ("\(key).width", width, 1 << 20), ("\(key).layers", layers, 1 << 12),
        ("\(key).patch_size", patchSize, imageSize),
      ], path: path)
    let settings = BlockSettings(
      width: width, hiddenWidth: try hidden(width, vision.mlp_ratio, key, path), layers: layers,
      heads: try heads(vision, width: width, path: path), activation: activation, epsilon: 1e-5,
      isCausal: false)
    return .transformer(settings, patchSize: patchSize)
  }

  private static func residual(
    _ vision: OpenCLIPFile.Vision, stages: [Int], imageSize: Int, path: String
  ) throws(ConfigurationError) -> Vision {
    let width = vision.width ?? 64
    let key = "model_cfg.vision_cfg"
    try check([("\(key).width", width, 1 << 14)], path: path)
    guard stages.count == 4, stages.allSatisfy({ (1...1 << 10).contains($0) }) else {
      throw ConfigurationError(
        path: path, key: "\(key).layers", expected: "four numbers from 1 to 1024",
        found: "\(stages)")
    }
    guard width % 2 == 0 else {
      throw ConfigurationError(
        path: path, key: "\(key).width", expected: "an even number", found: "\(width)")
    }
    guard imageSize % ModifiedResNet.Settings.reduction == 0 else {
      throw ConfigurationError(
        path: path, key: "\(key).image_size",
        expected: "a multiple of \(ModifiedResNet.Settings.reduction)", found: "\(imageSize)")
    }
    return .residual(
      ModifiedResNet.Settings(
        stages: stages, width: width,
        heads: try heads(
          vision, width: width * ModifiedResNet.Settings.reduction, path: path)))
  }

  private static func heads(
    _ vision: OpenCLIPFile.Vision, width: Int, path: String
  ) throws(ConfigurationError) -> Int {
    let headWidth = vision.head_width ?? 64
    guard (1...512).contains(headWidth), width % headWidth == 0 else {
      throw ConfigurationError(
        path: path, key: "model_cfg.vision_cfg.head_width",
        expected: "a divisor of \(width), at most 512", found: "\(headWidth)")
    }
    return width / headWidth
  }

  private static func hidden(
    _ width: Int, _ ratio: Double?, _ key: String, _ path: String
  ) throws(ConfigurationError) -> Int {
    let ratio = ratio ?? 4
    let hidden = Double(width) * ratio
    guard hidden >= 1, hidden <= Double(1 << 20) else {
      throw ConfigurationError(
        path: path, key: "\(key).mlp_ratio", expected: "a ratio above 0 of width \(width)",
        found: "\(ratio)")
    }
    return Int(hidden)
  }
}
