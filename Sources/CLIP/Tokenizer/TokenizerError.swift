/// Why a vocabulary cannot be used.
public enum TokenizerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The folder has none of the known files.
  case noVocabulary(folder: String)
  /// A file cannot be read.
  case unreadable(path: String, reason: String)
  /// A file is not what it must be.
  case malformed(path: String, expected: String, found: String)
  /// The vocabulary is not the one that the model was trained with.
  case otherModel(path: String, property: String, expected: String, found: String)
  /// The context has no room for a start, a token and an end.
  case contextTooShort(Int)

  /// What, where, expected, found, what to do.
  public var description: String {
    switch self {
    case .noVocabulary(let folder):
      "\(folder): no tokeniser; expected vocab.json with merges.txt, or tokenizer.json, or "
        + "bpe_simple_vocab_16e6.txt(.gz); copy them from the checkpoint's source"
    case .unreadable(let path, let reason):
      "\(path): cannot be read: \(reason)"
    case .malformed(let path, let expected, let found):
      "\(path): expected \(expected), found \(found)"
    case .otherModel(let path, let property, let expected, let found):
      "\(path): \(property): expected \(expected) as the model has it, found \(found); this is "
        + "another model's tokeniser, copy the right one"
    case .contextTooShort(let length):
      "context length: expected at least 3 tokens, found \(length)"
    }
  }
}
