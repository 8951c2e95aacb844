/// A selection of units that cannot be followed.
public enum UnitSelectionError: Error, Hashable, Sendable {
  /// The text is no list of units.
  case malformed(text: String, part: String)
  /// A unit is not in the plan.
  case beyondPlan(selection: String, units: Int)
  /// No environment variable says which task this is.
  case noTask(variables: [String])
  /// An environment variable is no task's number.
  case badTask(variable: String, value: String)
}

extension UnitSelectionError: CustomStringConvertible {
  /// For people: what, expected, found, what to do.
  public var description: String {
    switch self {
    case .malformed(let text, let part):
      "units '\(text)': expected numbers and ranges such as 3,8-12, found '\(part)'."
    case .beyondPlan(let selection, let units):
      "units \(selection): the plan has \(units) units, numbered from 0 to \(units - 1). "
        + "Check --units, --per-task and the size of the job array."
    case .noTask(let variables):
      "--units-from-env: none of \(variables.joined(separator: ", ")) is set. "
        + "Start this in a job array, or name the units with --units."
    case .badTask(let variable, let value):
      "--units-from-env: expected a task's number in \(variable), found '\(value)'."
    }
  }
}
