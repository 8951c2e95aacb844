/// One task of a job array, and the units that it does.
///
/// Task `t` does the units from `t * perTask` up to, not including, `(t + 1) * perTask`; the last
/// task may have fewer. That is all a scheduler needs to know of units.
public struct WorkerTask: Hashable, Sendable {
  /// Variables that say a task's number, the first that is set counts.
  public static let variables = [
    "PSEUDOBOX_UNIT", "SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX",
  ]

  /// The task's number, counted from 0, over all arrays of a job.
  public let number: Int

  /// Creates the task called `number`.
  public init(number: Int) {
    precondition(number >= 0)
    self.number = number
  }

  /// The task that `environment` names, `offset` tasks further.
  ///
  /// An array cannot be larger than a scheduler's limit; the second of several begins at an offset.
  /// Throws `UnitSelectionError` when no variable is set or the first one set is no number.
  public init(environment: [String: String], offset: Int = 0) throws(UnitSelectionError) {
    for variable in Self.variables {
      guard let value = environment[variable], !value.isEmpty else { continue }
      guard let number = UnitSelection.number(value) else {
        throw .badTask(variable: variable, value: value)
      }
      self.number = number + offset
      return
    }
    throw .noTask(variables: Self.variables)
  }

  /// The task's units, not beyond the `planned` ones unless all of them are.
  public func units(perTask: Int, planned: Int) -> UnitSelection {
    precondition(perTask > 0)
    let (first, isTooLarge) = number.multipliedReportingOverflow(by: perTask)
    guard !isTooLarge, first < planned else {
      // In no plan, which whoever asks for these units tells.
      let none = isTooLarge ? Int.max : first
      return UnitSelection(ranges: [none...none])
    }
    return UnitSelection(ranges: [first...min(first + perTask, planned) - 1])
  }
}
