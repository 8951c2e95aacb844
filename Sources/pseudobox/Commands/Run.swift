import ArgumentParser
import Labeling
import Pipeline

/// `pseudobox run`: all passes, from captions and images to the report.
struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs all passes, continuing a run that was stopped.",
    discussion: """
      Concepts, regions, labels, index, report. What is done already is not done again; stop it \
      with Ctrl-C or kill it at any moment, and run the same command to continue.

        pseudobox run pipelines/quickstart.yaml --output output/quickstart
        pseudobox run my.yaml -o out --threads 8 --set labels.top_concepts=10
      """)

  @OptionGroup var options: RunOptions

  func run() async throws {
    let start = ContinuousClock.now
    let session = try options.session()
    let result = try await session.pipeline.run()
    guard let (report, page) = try session.writeReport(result) else { return }
    Terminal.output(
      RunSummary(
        result: result, report: report, page: page,
        seconds: (ContinuousClock.now - start).inSeconds
      ).text)
  }
}
