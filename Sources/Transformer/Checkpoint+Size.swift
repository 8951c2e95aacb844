internal import Codecs

extension Checkpoint {
  /// Throws `ConfigurationError` when a configuration asks for far more numbers than there are.
  ///
  /// A tensor that is missing or has another shape is stood in for by zeros until all that is wrong
  /// is known. This keeps a hostile or mistyped size from asking for more memory than a few times
  /// that of the file. `parameters` is a `Double` because products of such sizes do not fit `Int`.
  public func check(
    fits parameters: Double, sizes: String, configuration path: String
  ) throws(ConfigurationError) {
    let found = tensors.values.reduce(0.0) { $0 + Double($1.count) }
    guard parameters > 2 * found + 1e6 else { return }
    throw ConfigurationError(
      path: path, key: sizes,
      expected: "sizes that fit the \(Self.shown(found)) numbers of \(self.path)",
      found: "sizes that need \(Self.shown(parameters))")
  }

  private static func shown(_ count: Double) -> String {
    count < 1e15 ? "\(Int(count))" : "\(count)"
  }
}

extension BlockSettings {
  /// Learned numbers of all blocks.
  public var parameters: Double {
    let (width, hidden) = (Double(width), Double(hiddenWidth))
    return Double(layers) * (4 * width * width + 2 * width * hidden + 9 * width + hidden)
  }
}
