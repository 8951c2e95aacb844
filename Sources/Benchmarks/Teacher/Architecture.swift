/// A published CLIP architecture, of which a checkpoint with random weights can be made.
public enum Architecture: String, CaseIterable, Sendable {
  /// ViT-B/32 at 224 pixels.
  case vitB32 = "vit-b-32"
  /// ViT-B/16 at 224 pixels.
  case vitB16 = "vit-b-16"
  /// ViT-L/14 at 224 pixels.
  case vitL14 = "vit-l-14"
  /// ResNet-50 with attention pooling at 224 pixels.
  case rn50 = "rn50"

  enum Vision {
    case transformer(width: Int, layers: Int, patch: Int)
    case residual(stages: [Int], width: Int)
  }

  var vision: Vision {
    switch self {
    case .vitB32: .transformer(width: 768, layers: 12, patch: 32)
    case .vitB16: .transformer(width: 768, layers: 12, patch: 16)
    case .vitL14: .transformer(width: 1024, layers: 24, patch: 14)
    case .rn50: .residual(stages: [3, 4, 6, 3], width: 64)
    }
  }

  var projection: Int {
    switch self {
    case .vitB32, .vitB16: 512
    case .vitL14: 768
    case .rn50: 1024
    }
  }

  /// Columns of a text token; every head of CLIP has 64 of them.
  var textWidth: Int { self == .vitL14 ? 768 : 512 }

  var imageSize: Int { 224 }
  var textLayers: Int { 12 }
  var context: Int { 77 }
  var vocabulary: Int { 49408 }

  /// The text of `open_clip_config.json`.
  var configuration: String {
    let tower =
      switch vision {
      case .transformer(let width, let layers, let patch):
        "\"width\": \(width), \"layers\": \(layers), \"patch_size\": \(patch)"
      case .residual(let stages, let width):
        "\"width\": \(width), \"layers\": \(stages), \"patch_size\": null"
      }
    return """
      {
        "model_cfg": {
          "embed_dim": \(projection),
          "quick_gelu": true,
          "vision_cfg": {"image_size": \(imageSize), \(tower)},
          "text_cfg": {
            "context_length": \(context), "vocab_size": \(vocabulary), "width": \(textWidth),
            "heads": \(textWidth / 64), "layers": \(textLayers)
          }
        },
        "preprocess_cfg": {}
      }

      """
  }
}
