/// Why a gate cannot be judged: the command line is wrong.
public enum GateError: Error, Hashable, Sendable, CustomStringConvertible {
  /// It is no `NAME OP NUMBER`.
  case malformed(text: String)
  /// The report has no number of that name.
  case unknown(name: String, nearest: String?)
  /// The number exists and could not be measured.
  case notMeasured(name: String, why: String)

  /// What went wrong, and what to do.
  public var description: String {
    switch self {
    case .malformed(let text):
      """
      --fail-if '\(text)': expected NAME OP NUMBER with one of <, <=, >, >=, ==, !=, for example \
      'recall50 < 0.8'
      """
    case .unknown(let name, let nearest):
      "--fail-if: the report has no number '\(name)'"
        + (nearest.map { "; did you mean '\($0)'?" } ?? "")
        + "; schemas/report.md lists the names, and any path into report.json will do"
    case .notMeasured(let name, let why):
      "--fail-if: '\(name)' was not measured: \(why)"
    }
  }
}
