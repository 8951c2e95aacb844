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
  /// Weights `[3 * width, width]` and biases `[3 * width]`: queries, keys, values.
  func load(
    _ block: String, width: Int, from source: inout WeightSource
  ) -> (weights: Matrix, biases: [Float]) {
    switch self {
    case .separate(let names):
      var weights: [Float] = []
      var biases: [Float] = []
      for name in names {
        weights += source.floats("\(block).\(name).weight", shape: [width, width])
        biases += source.floats("\(block).\(name).bias", shape: [width])
      }
      return (Matrix(rows: 3 * width, columns: width, values: weights), biases)
    case .fused(let weight, let bias):
      return (
        source.matrix("\(block).\(weight)", shape: [3 * width, width]),
        source.floats("\(block).\(bias)", shape: [3 * width])
      )
    }
  }
}
