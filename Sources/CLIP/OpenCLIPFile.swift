/// An `open_clip_config.json`, as written: what is absent is `nil`.
///
/// open_clip has many variants of towers. The keys of those that are not built here are refused
/// wherever they are set, so that no embedding is silently another model's.
struct OpenCLIPFile: Decodable {
  static let name = "open_clip_config.json"

  struct Model: Decodable {
    var embed_dim: Int
    var vision_cfg: Vision
    var text_cfg: Text
    var quick_gelu: Bool?
  }

  struct Vision: Decodable {
    var layers: Layers?
    var width: Int?
    var head_width: Int?
    var mlp_ratio: Double?
    var patch_size: Int?
    var image_size: Side?
  }

  struct Text: Decodable {
    var context_length: Int?
    var vocab_size: Int?
    var width: Int?
    var heads: Int?
    var layers: Int?
    var mlp_ratio: Double?
  }

  struct Preprocess: Decodable {
    var size: Side?
    var mean: [Float]?
    var std: [Float]?
    var interpolation: String?
  }

  /// One number for a transformer, one for each stage of a ResNet.
  enum Layers: Decodable {
    case blocks(Int)
    case stages([Int])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let blocks = try? container.decode(Int.self) {
        self = .blocks(blocks)
      } else {
        self = .stages(try container.decode([Int].self))
      }
    }
  }

  /// A number of pixels, or height and width.
  struct Side: Decodable {
    var sizes: [Int]

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let size = try? container.decode(Int.self) {
        sizes = [size]
      } else {
        sizes = try container.decode([Int].self)
      }
    }
  }

  var model_cfg: Model
  var preprocess_cfg: Preprocess?
}
