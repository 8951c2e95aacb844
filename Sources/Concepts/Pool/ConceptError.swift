/// What can go wrong with a file of concepts or of counts.
public enum ConceptError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A pool file is not what `pool.tsv` must be.
  case badPool(path: String, line: Int, expected: String, found: String)
  /// A line of a file of synonyms cannot be used.
  case badSynonyms(path: String, line: Int, expected: String, found: String)
  /// A file of counts was cut or changed.
  case badCounts(path: String, expected: String, found: String)
  /// A file is no partial pool at all.
  case notCounts(path: String)
  /// Partial pools were made by different parsers or settings.
  case partsDiffer(path: String, expected: String, found: String, other: String)

  /// What, where, expected, found, what to do.
  public var description: String {
    switch self {
    case .badPool(let path, let line, let expected, let found):
      "\(path):\(line): expected \(expected), found \(found); "
        + "write the pool again with the concepts pass, or correct the line"
    case .badSynonyms(let path, let line, let expected, let found):
      "\(path):\(line): expected \(expected), found \(found); "
        + "write one concept on a line, its names with commas or tabs between, the counted one first"
    case .badCounts(let path, let expected, let found):
      "\(path): expected \(expected), found \(found); "
        + "remove the file and count its captions again"
    case .notCounts(let path):
      "\(path): expected a partial pool, found another file; captions become one with "
        + "`pseudobox concepts build FILE --partial PART.counts`"
    case .partsDiffer(let path, let expected, let found, let other):
      "\(path): expected captions parsed as those of \(other) (\(expected)), found \(found); "
        + "count both with the same version and settings"
    }
  }
}
