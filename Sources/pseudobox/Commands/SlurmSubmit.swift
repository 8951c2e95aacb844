import ArgumentParser
import Codecs
import Foundation
import Labeling
import Pipeline
import ShardStore

/// `pseudobox slurm submit`: the missing units of a plan as job arrays, index and report behind them.
struct SlurmSubmit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit",
    abstract: "Submits what is missing of a data set: regions, labels, then index and report.",
    discussion: """
      Needs a frozen plan (`pseudobox plan`) and folders that all nodes see. Writes three scripts \
      into the data set's folder slurm/, which may be read and edited, and submits an array of \
      regions, an array of labels that waits for it, and a job for index and report that waits \
      for both. What follows -- goes to sbatch as it is. Arrays larger than the site's \
      MaxArraySize become several. Units that are done are not submitted; when all is done, \
      nothing is. A task goes back into the queue after 74, 75 and signals, at most --requeues \
      times, and never after 64, 65, 66, 70 and 78.

        pseudobox slurm submit my.yaml -o out --per-task 4 --throttle 64 -- \\
          --partition=cpu --cpus-per-task=8 --mem=8G --time=02:00:00
        pseudobox slurm submit my.yaml -o out --write-only
      """)

  @OptionGroup var options: RunOptions

  @Option(help: ArgumentHelp("Units of one task.", valueName: "k"))
  var perTask = 1

  @Option(help: ArgumentHelp("Most tasks of an array that run at a time.", valueName: "tasks"))
  var throttle: Int?

  @Option(help: ArgumentHelp("How often a task goes back into the queue.", valueName: "times"))
  var requeues = 5

  @Option(
    help: ArgumentHelp(
      "Shell words that start this program on a node; default: its own path.",
      valueName: "command"))
  var program: String?

  @Flag(help: "Writes the scripts and prints the commands; submits nothing.")
  var writeOnly = false

  @Argument(parsing: .postTerminator, help: "Options of sbatch.")
  var sbatchOptions: [String] = []

  func validate() throws {
    for (name, value) in [("--per-task", perTask), ("--throttle", throttle ?? 1)]
    where !(1...1_000_000).contains(value) {
      throw ValidationError("\(name) is \(value), expected 1...1000000")
    }
    if !(0...1000).contains(requeues) {
      throw ValidationError("--requeues is \(requeues), expected 0...1000")
    }
  }

  func run() async throws {
    let session = try options.session()
    let root = Self.absolute(options.output)
    // Refuses before anything is made: planning may be too much for the machine one submits from.
    _ = try DatasetStatus(root: root, measures: false)
    if !writeOnly {
      for step in SlurmJob.Step.allCases {
        try SlurmQueue.requireNone(SlurmJob.name(of: step, output: root))
      }
    }
    let result = try await session.pipeline.prepare()
    let job = SlurmJob(
      program: program ?? SlurmJob.quoted(Self.executable),
      pipeline: Self.absolute(options.pipeline), output: root,
      folder: FileManager.default.currentDirectoryPath, overrides: options.running.overrides,
      kernels: result.plan.kernelLevel, labelSet: result.labels?.name ?? "", perTask: perTask,
      threads: options.running.job.threads,
      restartsMax: requeues)
    try PosixFileSystem().createDirectories(job.logs)
    for step in SlurmJob.Step.allCases {
      try DurableFile.replace(Array(job.text(of: step).utf8), at: job.script(of: step))
    }
    let status = try DatasetStatus(root: root, measures: false)
    func missing(_ pass: String) throws -> UnitSelection {
      let set = pass == "labels" ? job.labelSet : nil
      return UnitSelection(
        try status.shards(of: pass, labelSet: set, in: root).missing.map(\.index))
    }
    let isFinished = Self.isReported(result.dataset, job.labelSet)
    let submissions = job.submissions(
      regions: try missing("regions"), labels: try missing("labels"), isFinished: isFinished,
      arraySizeMax: try writeOnly ? SlurmQueue.usualArraySizeMax : SlurmQueue.arraySizeMax())
    if submissions.isEmpty { return Terminal.output("all is done, nothing to submit\n") }
    try submit(submissions, of: job)
  }

  private func submit(_ submissions: [SlurmSubmission], of job: SlurmJob) throws {
    var jobs: [String] = []
    for (place, submission) in submissions.enumerated() {
      let arguments = submission.arguments(
        of: job, jobs: jobs, throttle: throttle, options: sbatchOptions)
      if writeOnly {
        let words = arguments.map { $0.contains("$job") ? "\"\($0)\"" : SlurmJob.quoted($0) }
        Terminal.output("job\(place)=$(sbatch \(words.joined(separator: " ")))\n")
        jobs.append("$job\(place)")
      } else {
        // On a federation the cluster's name follows the number.
        let printed: String
        do {
          printed = try SlurmQueue.run("sbatch", arguments)
        } catch let error as SlurmError {
          throw jobs.isEmpty ? error : SlurmError.partlySubmitted(jobs: jobs, cause: "\(error)")
        }
        let number = String(printed.prefix { $0 != ";" && $0 != "\n" })
        jobs.append(number)
        let tasks = submission.array.map { array in
          " tasks \(array.indices)" + (array.offset > 0 ? " + \(array.offset)" : "")
        }
        Terminal.output("\(submission.step.rawValue): job \(number)\(tasks ?? "")\n")
      }
    }
  }

  /// Whether index and report are those of `labelSet`, and the report is not older than the index.
  private static func isReported(_ dataset: Dataset, _ labelSet: String) -> Bool {
    struct Numbers: Decodable { let provenance: [String: String] }
    let report = "\(dataset.report)/report.json"
    func date(_ path: String) -> Date? {
      try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    }
    guard let indexed = try? DatasetIndex(path: dataset.index).facts()["label_set"],
      indexed == labelSet, let data = try? Data(contentsOf: URL(filePath: report)),
      let numbers = try? JSONDecoder().decode(Numbers.self, from: data),
      numbers.provenance["label set"] == labelSet, let made = date(report),
      let built = date(dataset.index)
    else { return false }
    return made >= built
  }

  private static var executable: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "pseudobox"
  }

  private static func absolute(_ path: String) -> String {
    URL(filePath: path).standardizedFileURL.path
  }
}
