/// The keys of an `open_clip_config.json` that ask for a variant that is not built.
///
/// Names and defaults are those of `CLIPVisionCfg` and `CLIPTextCfg` in open_clip 3.3.
struct OpenCLIPVariants: Decodable {
  /// Keys by which one object differs from what is built, with their places.
  private(set) var keys: [String] = []

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Keys that are read or that change no embedding.
  private static let accepted: [String: Set<String>] = [
    "model_cfg": [
      "embed_dim", "vision_cfg", "text_cfg", "quick_gelu", "custom_text", "init_logit_scale",
      "init_logit_bias", "nonscalar_logit_scale", "cast_dtype", "output_dict",
    ],
    "model_cfg.vision_cfg": [
      "layers", "width", "head_width", "mlp_ratio", "patch_size", "image_size", "patch_dropout",
      "attn_pooler_queries", "attn_pooler_heads", "timm_model_pretrained", "timm_pool",
      "timm_proj", "timm_proj_bias", "timm_drop", "timm_drop_path",
    ],
    "model_cfg.text_cfg": [
      "context_length", "vocab_size", "width", "heads", "layers", "mlp_ratio", "pad_id", "eos_id",
      "hf_model_pretrained", "hf_proj_type", "hf_pooler_type",
    ],
  ]

  /// Values that spell out the default.
  private static let defaults: [String: String] = [
    "model_cfg.vision_cfg.pos_embed_type": "learnable", "model_cfg.vision_cfg.pool_type": "tok",
    "model_cfg.vision_cfg.block_type": "default", "model_cfg.text_cfg.pool_type": "argmax",
    "model_cfg.text_cfg.proj_type": "linear", "model_cfg.text_cfg.block_type": "default",
  ]

  init(from decoder: any Decoder) throws {
    let file = try decoder.container(keyedBy: Key.self)
    let model = try file.nestedContainer(
      keyedBy: Key.self, forKey: Key(stringValue: "model_cfg"))
    try collect(model, "model_cfg")
    for part in ["vision_cfg", "text_cfg"] {
      try collect(
        model.nestedContainer(keyedBy: Key.self, forKey: Key(stringValue: part)),
        "model_cfg.\(part)")
    }
  }

  private mutating func collect(
    _ container: KeyedDecodingContainer<Key>, _ place: String
  ) throws {
    for key in container.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) {
      let path = "\(place).\(key.stringValue)"
      let isAccepted =
        try OpenCLIPVariants.accepted[place]?.contains(key.stringValue) == true
        || container.decodeNil(forKey: key)
        || (try? container.decode(Bool.self, forKey: key)) == false
        || OpenCLIPVariants.defaults[path].map {
          $0 == (try? container.decode(String.self, forKey: key))
        } == true
      if !isAccepted { keys.append(path) }
    }
  }
}
