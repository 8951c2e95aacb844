internal import Transformer

/// The two kinds of folders in which CLIPs are handed on.
enum CLIPFormat: Sendable {
  /// `config.json` and `model.safetensors`.
  case huggingFace
  /// `open_clip_config.json` and `open_clip_model.safetensors`.
  case openCLIP

  /// What a folder holds; open_clip's files go first where both kinds are complete, because theirs
  /// is the configuration that says everything.
  init(_ folder: ModelFolder) {
    let isOpenCLIP =
      folder.has(OpenCLIPFile.name)
      && (folder.hasWeights("open_clip_model") || !folder.has("config.json"))
    self = isOpenCLIP ? .openCLIP : .huggingFace
  }

  /// The weights' name, without `.safetensors`.
  var weightsName: String {
    switch self {
    case .huggingFace: "model"
    case .openCLIP: "open_clip_model"
    }
  }

  /// The configuration's name.
  var configurationName: String {
    switch self {
    case .huggingFace: "config.json"
    case .openCLIP: OpenCLIPFile.name
    }
  }

  /// What the weights in `source` are called.
  func names(in source: WeightSource) -> CLIPTensorNames {
    switch self {
    case .huggingFace: .huggingFace
    case .openCLIP: .openCLIP(isTextNested: source.has("text.token_embedding.weight"))
    }
  }
}
