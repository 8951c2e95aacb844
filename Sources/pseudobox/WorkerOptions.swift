import ArgumentParser
import Foundation
import Pipeline

/// Which units one worker of many does.
struct WorkerOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Works as one of many on these units of the frozen plan, for example 7 or 3,8-12.",
      valueName: "list"))
  var units: String?

  @Flag(
    help: """
      Works as one of many on the units of the task that PSEUDOBOX_UNIT, SLURM_ARRAY_TASK_ID or \
      JOB_COMPLETION_INDEX names.
      """)
  var unitsFromEnv = false

  @Option(
    help: ArgumentHelp(
      "With --units-from-env: units of a task; task t does units t*k up to t*k+k-1.",
      valueName: "k"))
  var perTask: Int?

  @Option(
    help: ArgumentHelp(
      "With --units-from-env: added to the task's number, for the second of several arrays.",
      valueName: "tasks"))
  var taskOffset: Int?

  func validate() throws {
    if units != nil, unitsFromEnv {
      throw ValidationError("--units and --units-from-env exclude each other")
    }
    if !unitsFromEnv, perTask != nil || taskOffset != nil {
      throw ValidationError("--per-task and --task-offset go with --units-from-env")
    }
    if let perTask, !(1...1_000_000).contains(perTask) {
      throw ValidationError("--per-task is \(perTask), expected 1...1000000")
    }
    if let taskOffset, !(0...1_000_000_000_000).contains(taskOffset) {
      throw ValidationError("--task-offset is \(taskOffset), expected 0 or more")
    }
  }

  /// How the units follow from the plan; `nil` when this is no worker.
  func selection() throws -> ((Plan) -> UnitSelection)? {
    if let units {
      let selection = try UnitSelection(parsing: units)
      return { _ in selection }
    }
    guard unitsFromEnv else { return nil }
    let task = try WorkerTask(
      environment: ProcessInfo.processInfo.environment, offset: taskOffset ?? 0)
    let perTask = self.perTask ?? 1
    return { task.units(perTask: perTask, planned: $0.units.count) }
  }
}
