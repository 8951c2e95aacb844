/// Why nothing can be measured.
public enum BenchmarkError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A file has no captions.
  case noCaptions(path: String)
  /// A file of arrays lacks the rows of one, or its arrays have different sizes.
  case noRows(path: String, String)

  /// One line: what, where, expected, found, what to do.
  public var description: String {
    switch self {
    case .noCaptions(let path):
      "\(path): no captions to measure with, at least 1 expected; name another file"
    case .noRows(let path, let name):
      "\(path): expected tensors regions and concepts of [rows, size], found another \(name); "
        + "write it again"
    }
  }
}
