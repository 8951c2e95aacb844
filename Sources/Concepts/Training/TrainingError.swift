/// Why a model could not be trained or read.
public enum TrainingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A line of a training file is not what it should be.
  case badLine(path: String, line: Int, expected: String)
  /// A training file has nothing in it.
  case empty(path: String, what: String)
  /// A file is no caption model of this version.
  case badModel(path: String, problem: String)

  /// What happened, for people.
  public var description: String {
    switch self {
    case .badLine(let path, let line, let expected):
      "\(path):\(line): expected \(expected); is it the right file?"
    case .empty(let path, let what): "\(path): no \(what) in it; is it the right file?"
    case .badModel(let path, let problem):
      "\(path): no caption model that can be read: \(problem); make one with "
        + "`pseudobox concepts train`"
    }
  }
}
