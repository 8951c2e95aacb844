/// Why there are no settings.
public enum ConfigurationError: Error, Hashable, CustomStringConvertible {
  /// The file could not be read; `reason` is the system's word for it.
  case unreadable(path: String, reason: String)
  /// A folder is not that of a model which proposes boxes.
  case notAProposer(folder: String, found: String)
  /// The file or the command line is wrong; every mistake that was found, in reading order.
  case invalid(path: String, mistakes: [ConfigurationMistake])

  /// One line for each mistake and one with what to do.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): cannot read the pipeline file: \(reason); check the path and its permissions"
    case .notAProposer(let folder, let found):
      "\(folder): expected the folder of an OWL, whose config.json has model_type owlv2 or owlvit, or "
        + "of a network that scripts/convert/rpn.py wrote, whose config.json has a kind; found \(found)"
    case .invalid(let path, let mistakes):
      mistakes.map(\.description).joined(separator: "\n")
        + "\n\(path): \(mistakes.count) mistake\(mistakes.count == 1 ? "" : "s");"
        + " every key is described in schemas/pipeline.md"
    }
  }
}
