internal import Kernels

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// One tower's part of a Hugging Face `config.json`, as written: what is absent is `nil`.
///
/// transformers leaves out or keeps settings that equal its defaults depending on its version, so
/// each model fills the gaps with the defaults of its class.
public struct TransformerConfiguration: Hashable, Sendable, Decodable {
  /// Columns of a token.
  public var hiddenSize: Int?
  /// Columns inside the feed-forward part.
  public var intermediateSize: Int?
  /// Number of blocks.
  public var layers: Int?
  /// Attention heads.
  public var heads: Int?
  /// Name of the activation.
  public var activation: String?
  /// What layer norms add to the variance.
  public var epsilon: Float?
  /// Side of the image in pixels; image towers only.
  public var imageSize: Int?
  /// Side of a patch in pixels; image towers only.
  public var patchSize: Int?
  /// Number of token ids; text towers only.
  public var vocabularySize: Int?
  /// Most tokens of a text; text towers only.
  public var context: Int?
  /// Id of the token at which a text's embedding is taken; text towers only.
  public var endOfText: Int?

  private enum CodingKeys: String, CodingKey {
    case hiddenSize = "hidden_size"
    case intermediateSize = "intermediate_size"
    case layers = "num_hidden_layers"
    case heads = "num_attention_heads"
    case activation = "hidden_act"
    case epsilon = "layer_norm_eps"
    case imageSize = "image_size"
    case patchSize = "patch_size"
    case vocabularySize = "vocab_size"
    case context = "max_position_embeddings"
    case endOfText = "eos_token_id"
  }

  /// Creates a configuration in which nothing is set.
  public init() {}

  /// This configuration with `other`'s values where `other` has them.
  public func overridden(by other: TransformerConfiguration?) -> TransformerConfiguration {
    guard let other else { return self }
    var result = self
    result.hiddenSize = other.hiddenSize ?? hiddenSize
    result.intermediateSize = other.intermediateSize ?? intermediateSize
    result.layers = other.layers ?? layers
    result.heads = other.heads ?? heads
    result.activation = other.activation ?? activation
    result.epsilon = other.epsilon ?? epsilon
    result.imageSize = other.imageSize ?? imageSize
    result.patchSize = other.patchSize ?? patchSize
    result.vocabularySize = other.vocabularySize ?? vocabularySize
    result.context = other.context ?? context
    result.endOfText = other.endOfText ?? endOfText
    return result
  }

  /// The blocks' settings, with the defaults that CLIP's and OWLv2's classes share.
  ///
  /// Throws `ConfigurationError` for sizes that cannot be.
  public func blockSettings(
    defaultWidth: Int, defaultHiddenWidth: Int, defaultHeads: Int, isCausal: Bool, path: String
  ) throws(ConfigurationError) -> BlockSettings {
    let name = activation ?? "quick_gelu"
    guard let activation = Activation(configurationName: name) else {
      throw ConfigurationError(
        path: path, key: "hidden_act", expected: "`quick_gelu` or `gelu`", found: name)
    }
    let settings = BlockSettings(
      width: hiddenSize ?? defaultWidth, hiddenWidth: intermediateSize ?? defaultHiddenWidth,
      layers: layers ?? 12, heads: heads ?? defaultHeads, activation: activation,
      epsilon: epsilon ?? 1e-5, isCausal: isCausal)
    let sizes = [
      ("hidden_size", settings.width), ("intermediate_size", settings.hiddenWidth),
      ("num_hidden_layers", settings.layers), ("num_attention_heads", settings.heads),
    ]
    for (key, size) in sizes {
      guard (1...1 << 20).contains(size) else {
        throw ConfigurationError(path: path, key: key, expected: "1 to 2^20", found: "\(size)")
      }
    }
    guard settings.epsilon > 0, settings.epsilon < 1 else {
      throw ConfigurationError(
        path: path, key: "layer_norm_eps", expected: "a number above 0 and below 1",
        found: "\(settings.epsilon)")
    }
    guard settings.width % settings.heads == 0, settings.width / settings.heads <= 512 else {
      throw ConfigurationError(
        path: path, key: "num_attention_heads",
        expected: "a divisor of hidden_size \(settings.width), heads of at most 512 columns",
        found: "\(settings.heads)")
    }
    return settings
  }
}
