/// Why a report cannot be made.
public enum ReportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Two things that describe one image or pool do not fit each other.
  case mismatch(key: String, what: String, expected: String, found: String)
  /// A page template of this program does not parse.
  case template(name: String, detail: String)
  /// The note of what a label set was made from cannot be used.
  case labelSet(path: String, detail: String)

  /// What went wrong, and what to do.
  public var description: String {
    switch self {
    case .mismatch(let key, let what, let expected, let found):
      """
      report: image '\(key)': \(what): expected \(expected), found \(found); \
      make the labels again from these regions and this pool
      """
    case .template(let name, let detail):
      "report: page template '\(name)' does not parse: \(detail); this is a bug, please report it"
    case .labelSet(let path, let detail):
      "\(path): expected the note of a label set, found: \(detail); run the labels pass again"
    }
  }
}
