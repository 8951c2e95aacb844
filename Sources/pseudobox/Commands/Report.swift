import ArgumentParser
import Labeling
import Reports

/// `pseudobox report`: the report again, from the finished data set, or what changed between two.
struct Report: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes the quality report from the data set, or compares two.",
    discussion: """
      Runs what is not done yet, then measures the shards and writes report/index.html, \
      report/report.json and report/concepts.csv.

        pseudobox report pipelines/quickstart.yaml --output output/quickstart

      With --compare it runs nothing and writes index.html and compare.json about what changed \
      from A to B; each is a data set or one of its label sets, by path. The pipeline file then \
      says where images and ground truth are; without one, that of A's report is taken.

        pseudobox report --compare output/a output/b --output output/a-b
        pseudobox report my.yaml --compare output/a/labels/6355076515b5 output/a

      With --fail-if the command ends with code 1 when a condition holds, after the report is \
      written: NAME OP NUMBER, repeated for more. NAME is a path into report.json \
      (labelQuality.onProposals.novel.top1) or one of:

        \(gateNames)

        pseudobox report my.yaml --output output/mine --fail-if "recall50 < 0.8" \
          --fail-if "region_ap50_novel < 25%"
      """)

  @Argument(help: "The pipeline file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
  var pipeline: String?

  @Option(
    name: .shortAndLong,
    help: "The data set's folder; with --compare the page's, default: report/compare in A.")
  var output: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Compares two finished data sets or label sets.", valueName: "A B"),
    completion: .directory)
  var compare: [String] = []

  @Option(
    name: .customLong("fail-if"),
    help: ArgumentHelp(
      "Ends with code 1 when the condition holds, such as 'recall50 < 0.8'; may be repeated.",
      valueName: "condition"))
  var failIf: [String] = []

  @OptionGroup var running: RunningOptions

  private static let gateNames = GateName.all.map(\.name).joined(separator: ", ")

  func validate() throws {
    do {
      for text in failIf { _ = try ReportGate(text) }
    } catch {
      throw ValidationError(error.description)
    }
    if !failIf.isEmpty, !compare.isEmpty {
      throw ValidationError("--fail-if judges one data set, expected no --compare")
    }
    if !compare.isEmpty {
      guard compare.count == 2 else {
        throw ValidationError(
          "--compare takes two data sets or label sets, found \(compare.count): "
            + compare.joined(separator: " "))
      }
    } else if pipeline == nil {
      throw ValidationError("expected a pipeline file, or --compare with two data sets")
    } else if output == nil {
      throw ValidationError("missing --output: expected the data set's folder")
    }
  }

  func run() async throws {
    if compare.count == 2 {
      let comparison = ComparisonSession(
        first: compare[0], second: compare[1], pipeline: pipeline, overrides: running.overrides,
        output: output, job: running.job.session())
      Terminal.output(try comparison.write().page + "\n")
      return
    }
    let session = try running.session(pipeline: pipeline ?? "", output: output ?? "")
    let result = try await session.pipeline.run()
    guard let (report, page) = try session.writeReport(result) else { return }
    Terminal.output(page + "\n")
    try judge(report)
  }

  /// Tells of every condition that holds, and ends the command if one does.
  private func judge(_ report: Reports.Report) throws {
    guard !failIf.isEmpty else { return }
    let verdict = GateVerdict(
      try failIf.map { try ReportGate($0) }, numbers: try ReportNumbers(report))
    for failure in verdict.failures { Terminal.error("gate: \(failure)\n") }
    guard verdict.failures.isEmpty else {
      for error in verdict.errors { Terminal.error("\(error)\n") }
      throw ExitCode.gate.argumentParserCode
    }
    for error in verdict.errors.dropFirst() { Terminal.error("\(error)\n") }
    if let first = verdict.errors.first { throw first }
  }
}
