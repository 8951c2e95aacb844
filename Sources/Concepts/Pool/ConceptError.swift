/// What can go wrong with a file of concepts.
public enum ConceptError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A pool file is not what `pool.tsv` must be.
  case badPool(path: String, line: Int, expected: String, found: String)

  /// What, where, expected, found, what to do.
  public var description: String {
    switch self {
    case .badPool(let path, let line, let expected, let found):
      "\(path):\(line): expected \(expected), found \(found); "
        + "write the pool again with the concepts pass, or correct the line"
    }
  }
}
