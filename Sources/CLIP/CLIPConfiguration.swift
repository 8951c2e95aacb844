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
