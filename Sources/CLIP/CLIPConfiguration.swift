internal import Kernels
internal import Transformer

/// The sizes of a CLIP, complete, whichever file they come from.
struct CLIPConfiguration: Hashable, Sendable {
  /// The image tower's architecture.
  enum Vision: Hashable, Sendable {
    case transformer(BlockSettings, patchSize: Int)
    case residual(ModifiedResNet.Settings)
  }

  var projection: Int
  var text: BlockSettings
  var vision: Vision
  var imageSize: Int
  var vocabularySize: Int
  var context: Int
  /// Where the text tower's output is taken; `nil` for the largest id.
  var endOfTextID: Int?

  /// Sets with what the image tower's products are computed.
  mutating func setPrecision(_ precision: Precision) {
    switch vision {
    case .transformer(var settings, let patchSize):
      settings.precision = precision
      vision = .transformer(settings, patchSize: patchSize)
    case .residual(var settings):
      settings.precision = precision
      vision = .residual(settings)
    }
  }

  /// Weights of the towers, but for what is small beside the rest.
  var parameters: Double {
    let width = Double(text.width)
    let words = Double(vocabularySize + context + projection) * width
    return words + text.parameters + visionParameters
  }

  private var visionParameters: Double {
    switch vision {
    case .transformer(let settings, let patchSize):
      let side = Double(imageSize / max(patchSize, 1))
      let columns = 3 * Double(patchSize) * Double(patchSize) + side * side + Double(projection)
      return settings.parameters + columns * Double(settings.width)
    case .residual(let settings):
      // Blocks of `planes` inside have 17 planes^2 weights, the first of a stage some more.
      let planes = (0..<4).map { Double(settings.width) * Double(1 << $0) }
      let blocks = zip(settings.stages, planes).reduce(0) { $0 + 17 * Double($1.0) * $1.1 * $1.1 }
      let side = Double(imageSize / ModifiedResNet.Settings.reduction)
      let pooled = 32 * Double(settings.width)
      return blocks + pooled * (3 * pooled + side * side + Double(projection))
    }
  }

  /// The most terms of a sum among the image tower's products.
  var mostTerms: Int {
    switch vision {
    case .transformer(let settings, let patchSize):
      max(settings.width, settings.hiddenWidth, 3 * patchSize * patchSize)
    case .residual(let settings):
      // A 3 x 3 convolution in the last stage, whose blocks are 8 times as wide inside as the stem.
      9 * settings.width * 8
    }
  }

  /// Throws `ConfigurationError` for the first size that is not in its range.
  static func check(
    _ sizes: [(key: String, size: Int, limit: Int)], path: String
  ) throws(ConfigurationError) {
    for (key, size, limit) in sizes {
      guard (1...max(limit, 1)).contains(size) else {
        throw ConfigurationError(path: path, key: key, expected: "1 to \(limit)", found: "\(size)")
      }
    }
  }
}
