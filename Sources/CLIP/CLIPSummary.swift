internal import Codecs
internal import Kernels
internal import Transformer

/// What a CLIP folder holds, from its small files and the headers of its weights.
///
/// No weight is read: making a summary takes milliseconds.
public struct CLIPSummary: Hashable, Sendable {
  /// One half of the model.
  public struct Tower: Hashable, Sendable {
    /// `vision transformer`, `modified ResNet` or `text transformer`.
    public var kind: String
    /// Columns of a token; channels behind the stem of a ResNet.
    public var width: Int
    /// Blocks, of each stage for a ResNet.
    public var layers: [Int]
    /// Attention heads; those of the pool for a ResNet.
    public var heads: Int
    /// Side of a patch in pixels; `nil` where there are none.
    public var patchSize: Int?
    /// The function inside the feed-forward parts, or behind convolutions.
    public var activation: String
    /// Learned numbers, running statistics left out.
    public var parameters: Int
  }

  /// `Hugging Face` or `open_clip`.
  public let format: String
  /// The image half.
  public let image: Tower
  /// The text half.
  public let text: Tower
  /// Learned numbers of both towers and the logit scale.
  public let parameters: Int
  /// Columns of an embedding.
  public let embeddingSize: Int
  /// Side of an input image in pixels.
  public let imageSize: Int
  /// Most tokens of a text.
  public let context: Int
  /// Number of token ids.
  public let vocabularySize: Int
  /// Mean of each channel, of pixels in 0...1.
  public let pixelMean: [Float]
  /// Deviation of each channel, of pixels in 0...1.
  public let pixelDeviation: [Float]
  /// `bicubic` or `bilinear`.
  public let interpolation: String
  /// How many tensors have each element type.
  public let types: [String: Int]

  /// Reads a folder's configuration and the headers of its weights.
  ///
  /// Throws as `CLIPModel.init(folder:)` does.
  public init(folder path: String) throws {
    let folder = ModelFolder(path: path)
    let format = CLIPFormat(folder)
    let description = try CLIPDescription(folder: folder, format: format)
    let checkpoint = try folder.weights(format.weightsName)
    let configuration = description.configuration
    let counts = ParameterCounts(checkpoint)
    self.format = format == .huggingFace ? "Hugging Face" : "open_clip"
    switch configuration.vision {
    case .transformer(let settings, let patchSize):
      image = Tower(
        kind: "vision transformer", settings, patchSize: patchSize, parameters: counts.image)
    case .residual(let settings):
      image = Tower(
        kind: "modified ResNet", width: settings.width, layers: settings.stages,
        heads: settings.heads, activation: "ReLU", parameters: counts.image)
    }
    text = Tower(
      kind: "text transformer", configuration.text, patchSize: nil, parameters: counts.text)
    parameters = counts.image + counts.text + counts.other
    embeddingSize = configuration.projection
    imageSize = configuration.imageSize
    context = configuration.context
    vocabularySize = configuration.vocabularySize
    pixelMean = description.pixels.mean
    pixelDeviation = description.pixels.deviation
    interpolation = "\(description.pixels.filter)"
    types = checkpoint.tensors.values.reduce(into: [:]) { $0[$1.type, default: 0] += 1 }
  }
}

extension CLIPSummary.Tower {
  fileprivate init(kind: String, _ settings: BlockSettings, patchSize: Int?, parameters: Int) {
    self.init(
      kind: kind, width: settings.width, layers: [settings.layers], heads: settings.heads,
      patchSize: patchSize, activation: settings.activation == .gelu ? "GELU" : "QuickGELU",
      parameters: parameters)
  }
}

/// Learned numbers by tower; what a framework calls a buffer is not learned.
private struct ParameterCounts {
  var image = 0
  var text = 0
  var other = 0

  private static let buffers = [
    "position_ids", "num_batches_tracked", "running_mean", "running_var", "attn_mask",
    "input_resolution", "context_length", "vocab_size",
  ]

  init(_ checkpoint: Checkpoint) {
    for (name, tensor) in checkpoint.tensors {
      let last = name.split(separator: ".").last ?? ""
      if Self.buffers.contains(String(last)) { continue }
      if ["visual", "vision_model"].contains(where: name.hasPrefix) {
        image += tensor.count
      } else if name.hasPrefix("logit_") {
        other += tensor.count
      } else {
        text += tensor.count
      }
    }
  }
}
