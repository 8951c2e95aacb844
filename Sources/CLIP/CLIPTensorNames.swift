internal import Kernels
internal import Transformer

/// What a kind of checkpoint calls the tensors of a CLIP.
struct CLIPTensorNames: Sendable {
  /// One tower's parts that both towers have.
  struct Tower: Sendable {
    var positions: String
    var blocks: String
    var finalNorm: String
    var projection: String
  }

  var image: Tower
  var patches: String
  var classToken: String
  var preNorm: String
  var text: Tower
  var tokens: String
  var blockNames: BlockNames
  /// Whether projections are `[width, projection]` rather than `[projection, width]`.
  var areProjectionsTransposed: Bool
  /// The image tower's tensors; a name that ends in a dot stands for all that begin with it.
  var imageTensors: [String]
  /// What files carry beside the towers.
  var ignored: [String]

  /// The text tower's tensors, in the same way.
  var textTensors: [String] {
    [tokens, text.positions, "\(text.blocks).", "\(text.finalNorm).", text.projection]
  }

  static let huggingFace = CLIPTensorNames(
    image: Tower(
      positions: "vision_model.embeddings.position_embedding.weight",
      blocks: "vision_model.encoder", finalNorm: "vision_model.post_layernorm",
      projection: "visual_projection.weight"),
    patches: "vision_model.embeddings.patch_embedding.weight",
    classToken: "vision_model.embeddings.class_embedding",
    // The misspelt name is the one in all checkpoints.
    preNorm: "vision_model.pre_layrnorm",
    text: Tower(
      positions: "text_model.embeddings.position_embedding.weight",
      blocks: "text_model.encoder", finalNorm: "text_model.final_layer_norm",
      projection: "text_projection.weight"),
    tokens: "text_model.embeddings.token_embedding.weight", blockNames: .huggingFace,
    areProjectionsTransposed: false,
    imageTensors: ["vision_model.", "visual_projection.weight"], ignored: ["logit_scale"])

  /// OpenAI's names, the text tower's under `text.` where the model was built with a text tower of
  /// its own.
  static func openCLIP(isTextNested: Bool) -> CLIPTensorNames {
    let prefix = isTextNested ? "text." : ""
    return CLIPTensorNames(
      image: Tower(
        positions: "visual.positional_embedding", blocks: "visual.transformer",
        finalNorm: "visual.ln_post", projection: "visual.proj"),
      patches: "visual.conv1.weight", classToken: "visual.class_embedding",
      preNorm: "visual.ln_pre",
      text: Tower(
        positions: "\(prefix)positional_embedding", blocks: "\(prefix)transformer",
        finalNorm: "\(prefix)ln_final", projection: "\(prefix)text_projection"),
      tokens: "\(prefix)token_embedding.weight", blockNames: .openCLIP,
      areProjectionsTransposed: true, imageTensors: ["visual."],
      // The mask is a constant; the three numbers come from OpenAI's own files.
      ignored: [
        "logit_scale", "logit_bias", "\(prefix)attn_mask", "input_resolution", "context_length",
        "vocab_size",
      ])
  }

  /// A tower's projection.
  func projection(
    _ tower: Tower, outputs: Int, inputs: Int, from source: inout WeightSource
  ) -> PackedWeights {
    let shape = areProjectionsTransposed ? [inputs, outputs] : [outputs, inputs]
    let weights = source.matrix(tower.projection, shape: shape)
    return PackedWeights(areProjectionsTransposed ? weights.transposed() : weights)
  }
}
