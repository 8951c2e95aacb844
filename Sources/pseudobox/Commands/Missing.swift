import ArgumentParser
import Labeling
import Pipeline

/// `pseudobox missing`: what is to do, for schedulers.
struct Missing: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists the units that have no shard yet.",
    discussion: """
      Prints nothing when all is done. With --per-task the numbers are those of tasks of so many \
      units, as --units-from-env counts them.

        pseudobox missing out | xargs -P 8 -I{} pseudobox regions my.yaml -o out --units {}
        sbatch --array=$(pseudobox missing out --format slurm --per-task 4) my.sbatch
        pseudobox missing out --pass labels --format json
      """)

  /// How the units are written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    /// A number on each line.
    case lines
    /// `3,8-12`, for `--array` and `--units`.
    case slurm
    /// An object with the numbers in a list.
    case json
  }

  /// The passes that have units.
  enum Pass: String, CaseIterable, ExpressibleByArgument {
    case regions, labels
  }

  @Argument(help: "The data set's folder.", completion: .directory)
  var dataset: String

  @Option(help: "The pass: regions or labels.")
  var pass: Pass = .regions

  @Option(help: ArgumentHelp("The label set; default: the only one.", valueName: "name"))
  var labelSet: String?

  @Option(help: "How they are written: lines, slurm or json.")
  var format: Format = .lines

  @Option(help: ArgumentHelp("Numbers of tasks of so many units each.", valueName: "k"))
  var perTask = 1

  private struct View: Encodable {
    let pass: String
    let labelSet: String?
    let units: Int
    let perTask: Int
    let missing: [Int]

    private enum CodingKeys: String, CodingKey {
      case pass, units, missing
      case labelSet = "label_set"
      case perTask = "per_task"
    }
  }

  func validate() throws {
    if !(1...1_000_000).contains(perTask) {
      throw ValidationError("--per-task is \(perTask), expected 1...1000000")
    }
    if labelSet != nil, pass == .regions { throw ValidationError("--label-set goes with labels") }
  }

  func run() throws {
    let status = try DatasetStatus(root: dataset, measures: false)
    let shards = try status.shards(of: pass.rawValue, labelSet: labelSet, in: dataset)
    let missing = UnitSelection(shards.missing.map(\.index)).tasks(perTask: perTask)
    switch format {
    case .lines: Terminal.output(missing.numbers.map { "\($0)\n" }.joined())
    case .slurm: if !missing.isEmpty { Terminal.output("\(missing)\n") }
    case .json:
      Terminal.output(
        try BenchTable.line(
          View(
            pass: shards.pass, labelSet: shards.labelSet, units: status.plan.units.count,
            perTask: perTask, missing: Array(missing.numbers))))
    }
  }
}
