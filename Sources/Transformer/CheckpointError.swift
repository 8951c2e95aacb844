/// What is wrong with the tensors of a checkpoint, all of it at once.
public struct CheckpointError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One tensor's trouble.
  public enum Problem: Hashable, Sendable {
    /// The model needs a tensor that the file lacks.
    case missing(String, shape: [Int])
    /// A tensor has another shape than the configuration gives.
    case misshaped(String, expected: [Int], found: [Int])
    /// A tensor holds values that are infinite or not a number.
    case notFinite(String)
    /// What the model makes of an input is infinite or not a number, though its tensors are finite.
    case notFiniteOutput(String)
    /// A tensor's element type is not read.
    case unsupportedType(String, type: String)
    /// A batch norm's variance is below zero.
    case negativeVariance(String)
    /// The file has a tensor that the model has no place for.
    case superfluous(String)
  }

  /// The file.
  public let path: String
  /// What is wrong, in the order in which the model is built.
  public let problems: [Problem]

  /// Most problems that the text names.
  static let linesMax = 200

  /// Creates an error.
  public init(path: String, problems: [Problem]) {
    self.path = path
    self.problems = problems
  }

  /// The problems, one a line.
  public var description: String {
    var lines = problems.prefix(Self.linesMax).map { "\n  \($0.text)" }.joined()
    if problems.count > Self.linesMax { lines += "\n  and \(problems.count - Self.linesMax) more" }
    return "\(path): \(problems.count) tensors do not fit the configuration; "
      + "check that both come from the same model:\(lines)"
  }
}

extension CheckpointError.Problem {
  fileprivate var text: String {
    switch self {
    case .missing(let name, let shape): "\(name): missing, expected shape \(shape)"
    case .misshaped(let name, let expected, let found):
      "\(name): expected shape \(expected), found \(found)"
    case .notFinite(let name): "\(name): holds infinite values or NaN; convert it again"
    case .notFiniteOutput(let input):
      "\(input): the output holds infinite values or NaN; the weights are damaged or too large"
    case .unsupportedType(let name, let type):
      "\(name): type \(type), expected F32, F16 or BF16"
    case .negativeVariance(let name):
      "\(name): expected variances of at least 0, found negative ones; convert it again"
    case .superfluous(let name): "\(name): not a tensor of this model"
    }
  }
}
