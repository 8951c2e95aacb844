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
  ///
  /// Throws `RegionModeError` for a ResNet of 8-bit products, and `ConfigurationError` for a tower
  /// whose sums might not fit; `path` is the folder, for its message.
  mutating func setPrecision(_ precision: Precision, path: String) throws {
    guard precision == .int8 else { return }
    guard case .transformer(var settings, let patchSize) = vision else {
      throw RegionModeError.int8NeedsVisionTransformer
    }
    let terms = max(settings.width, settings.hiddenWidth, 3 * patchSize * patchSize)
    guard terms <= Int8Weights.inputsMax else {
      throw ConfigurationError(
        path: path, key: "precision",
        expected: "f32; sums of 8-bit products have at most \(Int8Weights.inputsMax) terms",
        found: "int8, and a tower with sums of \(terms)")
    }
    settings.precision = precision
    vision = .transformer(settings, patchSize: patchSize)
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
