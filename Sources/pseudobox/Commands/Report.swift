import ArgumentParser
import Labeling

/// `pseudobox report`: the report again, from the finished data set.
struct Report: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes the quality report from the data set.",
    discussion: """
      Runs what is not done yet, then measures the shards and writes report/index.html, \
      report/report.json and report/concepts.csv.

        pseudobox report pipelines/quickstart.yaml --output output/quickstart
      """)

  @OptionGroup var options: RunOptions

  func run() async throws {
    let session = try options.session()
    let result = try await session.pipeline.run()
    if let (_, page) = try session.writeReport(result) { Terminal.output(page + "\n") }
  }
}
