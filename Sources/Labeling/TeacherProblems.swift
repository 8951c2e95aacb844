/// Everything that is wrong with a teacher's folder.
public struct TeacherProblems: Error, CustomStringConvertible {
  /// The folder.
  public let folder: String
  /// What was thrown, in the order in which files are read; at least one.
  public let problems: [any Error]

  /// The problems, one under the other.
  public var description: String { problems.map { "\($0)" }.joined(separator: "\n") }
}
