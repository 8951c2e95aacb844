import Pipeline
import Testing

struct UnitSelectionTests {
  private func plan(units: Int) -> Plan {
    Plan(
      tool: "t", images: units * 2, unitImages: 2, inputDigest: "a", regionsDigest: "b",
      models: [:], kernels: "k")
  }

  @Test func `every set of small numbers survives its text`() throws {
    for bits in 1..<(1 << 9) {
      let numbers = (0..<9).filter { bits >> $0 & 1 == 1 }
      let selection = UnitSelection(numbers.reversed())
      #expect(Array(selection.numbers) == numbers)
      #expect(selection.count == numbers.count)
      let read = try UnitSelection(parsing: selection.description)
      #expect(read == selection, "\(selection)")
      let gaps = zip(numbers, numbers.dropFirst()).count { $1 > $0 + 1 }
      #expect(selection.ranges.count == gaps + 1, "ranges are as few as possible")
      #expect(try selection.units(of: plan(units: 9)).map(\.index) == numbers)
    }
  }

  @Test func `ranges in any order and over each other become one list`() throws {
    #expect(try UnitSelection(parsing: "8-12,3,9-10,13").description == "3,8-13")
    #expect(try UnitSelection(parsing: "0").description == "0")
  }

  @Test(arguments: [
    "", ",", "1,", "-", "1-", "-1", "2-1", "1--2", "a", "+1", " 1", "1 ", "1-2-3", "1:2", "٣",
    "1e3", "9999999999999999",
  ])
  func `what is no list of units is refused`(_ text: String) {
    #expect(throws: UnitSelectionError.self) { try UnitSelection(parsing: text) }
  }

  @Test func `a unit beyond the plan is refused and named`() throws {
    let selection = try UnitSelection(parsing: "0-4")
    #expect(try selection.units(of: plan(units: 5)).count == 5)
    #expect(throws: UnitSelectionError.beyondPlan(selection: "0-4", units: 4)) {
      try selection.units(of: plan(units: 4))
    }
  }

  @Test func `tasks cover each unit once, whatever their size`() throws {
    for units in 1...20 {
      for perTask in 1...7 {
        let tasks = UnitSelection(0..<units).tasks(perTask: perTask)
        let covered = tasks.numbers.flatMap { task in
          WorkerTask(number: task).units(perTask: perTask, planned: units).numbers
        }
        #expect(covered == Array(0..<units), "\(units) units, \(perTask) a task")
      }
    }
    #expect(try UnitSelection(parsing: "3,9-10").tasks(perTask: 4).description == "0,2")
  }

  @Test func `a task beyond the plan names units that are not there`() throws {
    let units = WorkerTask(number: 7).units(perTask: 4, planned: 8)
    #expect(throws: UnitSelectionError.beyondPlan(selection: "28", units: 4)) {
      try units.units(of: plan(units: 4))
    }
    let far = WorkerTask(number: 99_999_999_999_999).units(perTask: 1_000_000, planned: 4)
    #expect(throws: UnitSelectionError.self) { try far.units(of: plan(units: 4)) }
  }

  @Test func `the environment names a task, our own variable first`() throws {
    #expect(try WorkerTask(environment: ["SLURM_ARRAY_TASK_ID": "5"]).number == 5)
    #expect(try WorkerTask(environment: ["JOB_COMPLETION_INDEX": "0"]).number == 0)
    #expect(
      try WorkerTask(
        environment: ["PSEUDOBOX_UNIT": "2", "SLURM_ARRAY_TASK_ID": "5"], offset: 1000
      ).number == 1002)
    #expect(throws: UnitSelectionError.noTask(variables: WorkerTask.variables)) {
      try WorkerTask(environment: ["SLURM_JOB_ID": "5", "PSEUDOBOX_UNIT": ""])
    }
    #expect(
      throws: UnitSelectionError.badTask(variable: "SLURM_ARRAY_TASK_ID", value: "4294967294x")
    ) { try WorkerTask(environment: ["SLURM_ARRAY_TASK_ID": "4294967294x"]) }
  }

  @Test func `settings that differ are told by key`() {
    let old = ["a = 1", "b = x = y", "gone = 3", ""]
    #expect(Plan.differences(between: ["="], and: []) == [": planned , now none"])
    let new = ["b = x = z", "a = 1", "new = 4"]
    #expect(
      Plan.differences(between: old, and: new) == [
        "b: planned x = y, now x = z", "gone: planned 3, now none", "new: planned none, now 4",
      ])
    #expect(Plan.differences(between: old, and: old).isEmpty)
  }
}
