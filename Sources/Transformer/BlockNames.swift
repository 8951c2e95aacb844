internal import Kernels

/// What a family of checkpoints calls the tensors of a transformer block.
public struct BlockNames: Hashable, Sendable {
  /// How queries, keys and values are stored.
  enum Projection: Hashable, Sendable {
    /// Three linear layers, each with `.weight` `[width, width]` and `.bias` `[width]`.
    case separate([String])
    /// One tensor for all, `[3 * width, width]`, and one bias, `[3 * width]`.
    case fused(weight: String, bias: String)
  }

  let layers: String
  let norm1: String
  let queriesKeysValues: Projection
  let output: String
  let norm2: String
  let expand: String
  let contract: String

  /// Hugging Face transformers, CLIP and OWLv2.
  public static let huggingFace = BlockNames(
    layers: "layers", norm1: "layer_norm1",
    queriesKeysValues: .separate(["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"]),
    output: "self_attn.out_proj", norm2: "layer_norm2", expand: "mlp.fc1", contract: "mlp.fc2")

  /// OpenAI's code and open_clip.
  public static let openCLIP = BlockNames(
    layers: "resblocks", norm1: "ln_1",
    queriesKeysValues: .fused(weight: "attn.in_proj_weight", bias: "attn.in_proj_bias"),
    output: "attn.out_proj", norm2: "ln_2", expand: "mlp.c_fc", contract: "mlp.c_proj")
}

extension BlockNames.Projection {
  /// The layers of some of queries, keys and values, counted from 0, of a block; one layer.
  func load(
    _ parts: Range<Int>, of block: String, _ settings: BlockSettings,
    from source: inout WeightSource
  ) -> Linear {
    let width = settings.width
    let weights: [TensorRows]
    let bias: [Float]
    switch self {
    case .separate(let names):
      weights = names[parts].map { TensorRows("\(block).\($0).weight", height: width) }
      bias = names[parts].flatMap { source.floats("\(block).\($0).bias", shape: [width]) }
    case .fused(let weight, let name):
      let rows = parts.lowerBound * width..<parts.upperBound * width
      weights = [TensorRows("\(block).\(weight)", height: 3 * width, range: rows)]
      bias = Array(source.floats("\(block).\(name)", shape: [3 * width])[rows])
    }
    return source.linear(weights, inputs: width, bias: bias, precision: settings.precision)
  }
}
