public import Kernels
internal import Transformer

/// A frozen CLIP, from a Hugging Face or an open_clip folder.
///
/// Immutable: one model is shared by all workers, each call runs on the thread that makes it and
/// brings its own scratch memory. Embeddings are un-normalised, as they leave the projection.
public struct CLIPModel: Sendable {
  /// Columns of an embedding.
  public let embeddingSize: Int
  /// Side of an input image in pixels.
  public let imageSize: Int
  /// Most tokens of a text, start and end of text included.
  public let context: Int
  /// Number of token ids.
  public let vocabularySize: Int
  /// Id of the end of text where the configuration names one; `nil` means the largest id of a text.
  public let endOfTextID: Int?
  /// Mean of each colour channel, of pixels in 0...1.
  public let pixelMean: [Float]
  /// Standard deviation of each colour channel, of pixels in 0...1.
  public let pixelDeviation: [Float]
  /// The interpolation with which images are resized.
  public let pixelFilter: ResampleFilter
  /// With what the image tower's products are computed.
  public let precision: Precision

  /// The towers that were loaded.
  public let towers: CLIPTowers

  private let configuration: CLIPConfiguration
  private let loadedImageTower: ImageTower?
  private let loadedTextTower: TextTower?

  /// Loads a folder of one of two kinds, safetensors whole or in shards with an index.
  ///
  /// Hugging Face: `config.json`, `model.safetensors` and, where present,
  /// `preprocessor_config.json`; the image tower is a vision transformer. open_clip:
  /// `open_clip_config.json` and `open_clip_model.safetensors`, which also hold CLIP's ResNets. A
  /// folder with both is read as open_clip's. Throws `ConfigurationError`, `SafetensorsError`,
  /// `ShardIndexError` or `CheckpointError`.
  ///
  /// `precision` is that of the image tower: with `.int8` the blocks and patches of a vision
  /// transformer use 8-bit products; its projection does not, and norms, softmax, activations and
  /// residuals are floats anyway. A ResNet with `.int8` is refused with `RegionModeError`. Texts are
  /// always embedded in floats: a pool is embedded once, and every region is compared with it.
  ///
  /// Without a tower in `towers`, its weights are neither read nor checked, and embedding with it is
  /// a programmer's mistake; without any only the configuration and the tensors' headers are.
  public init(
    folder path: String, precision: Precision = .f32, towers: CLIPTowers = .both
  ) throws {
    try self.init(folder: path, precision: precision, towers: towers, looksOnly: false)
  }

  /// Throws for a folder that `init` would throw for, without memory for its weights.
  ///
  /// A ResNet's are loaded for that.
  public static func check(folder path: String, towers: CLIPTowers) throws {
    _ = try CLIPModel(folder: path, precision: .f32, towers: towers, looksOnly: true)
  }

  private init(
    folder path: String, precision: Precision, towers: CLIPTowers, looksOnly: Bool
  ) throws {
    let folder = ModelFolder(path: path)
    let format = CLIPFormat(folder)
    let description = try CLIPDescription(folder: folder, format: format)
    var configuration = description.configuration
    try configuration.setPrecision(precision, path: path)
    self.precision = precision
    self.configuration = configuration
    let preprocessor = description.pixels
    let checkpoint = try folder.weights(format.weightsName)
    try checkpoint.check(
      fits: configuration.parameters, sizes: configuration.sizeKeys,
      configuration: "\(folder.path)/\(format.configurationName)")
    var source = WeightSource(checkpoint, looksOnly: looksOnly)
    let names = format.names(in: source)
    self.towers = towers
    loadedImageTower =
      towers.contains(.image)
      ? ImageTower(configuration, names: names, from: &source) : nil
    loadedTextTower =
      towers.contains(.text) ? TextTower(configuration, names: names, from: &source) : nil
    source.ignore(names.ignored)
    if !towers.contains(.image) { source.ignore(names.imageTensors) }
    if !towers.contains(.text) { source.ignore(names.textTensors) }
    try source.finish()
    embeddingSize = configuration.projection
    imageSize = configuration.imageSize
    context = configuration.context
    vocabularySize = configuration.vocabularySize
    endOfTextID = configuration.endOfTextID
    pixelMean = preprocessor.mean
    pixelDeviation = preprocessor.deviation
    pixelFilter = preprocessor.filter
  }

  var imageTower: ImageTower {
    guard let loadedImageTower else { preconditionFailure("the image tower was not loaded") }
    return loadedImageTower
  }

  private var textTower: TextTower {
    guard let loadedTextTower else { preconditionFailure("the text tower was not loaded") }
    return loadedTextTower
  }

  /// Throws where the image tower's architecture does not allow a mode.
  public func check(_ mode: RegionMode) throws(RegionModeError) {
    guard case .roiAlign = mode, case .transformer = configuration.vision else { return }
    throw .roiAlignNeedsResNet
  }

  /// The matrix products with which a batch goes through the image tower, attention's left out.
  public func imageProducts(batch: Int) -> [ProductShape] {
    configuration.imageProducts(batch: batch)
  }

  /// Arithmetic operations of the image tower for one image, attention among them.
  public var imageOperations: Int {
    imageProducts(batch: 1).reduce(configuration.attentionOperations) { $0 + $1.operations }
  }

  /// Embeddings `[batch, embeddingSize]` of planar, normalised pixels
  /// `[batch, 3 * imageSize * imageSize]`.
  public func encodeImages(_ pixels: Matrix) -> Matrix {
    precondition(pixels.columns == 3 * imageSize * imageSize)
    return imageTower(pixels)
  }

  /// Embeddings `[texts, embeddingSize]` of token ids, each text closed by its end of text.
  ///
  /// Texts are not padded; each has at most `context` ids, all below `vocabularySize`.
  public func encodeTokens(_ texts: [[Int32]]) -> Matrix {
    textTower(texts)
  }

  /// What texts that begin with the same ids have in common, at least one id.
  public func textPrefix(_ ids: ArraySlice<Int32>) -> TextPrefix {
    textTower.prefix(ids)
  }

  /// Embeddings as above of texts that all begin with `prefix` and go on behind it.
  ///
  /// The same numbers as without a prefix: under the causal mask no token sees a later one. They are
  /// the same bits where a row of a product does not depend on its batch
  /// (`KernelLevel.hasOwnProduct`).
  public func encodeTokens(_ texts: [[Int32]], after prefix: TextPrefix) -> Matrix {
    precondition(texts.allSatisfy { $0.starts(with: prefix.ids) && $0.count > prefix.ids.count })
    return textTower(texts, after: prefix)
  }
}
