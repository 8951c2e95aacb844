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
