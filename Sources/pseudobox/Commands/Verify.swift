import ArgumentParser
import Labeling

/// `pseudobox verify`: reads everything and says what is wrong.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks every checksum and count of a data set, and its index against the shards.",
    discussion: """
      Reads every shard, compares units, images, settings and models with the plan, holds the label
      sets to the regions, makes the index again in the folder for temporary files (TMPDIR) and
      compares it row by row. Prints one line for each problem, units without a shard among them,
      and ends with 65 if there is any.

        pseudobox verify output/quickstart
      """)

  @Argument(help: "The data set's folder.", completion: .directory)
  var dataset: String

  func run() throws {
    let found = try DatasetVerification.run(root: dataset) { problem in
      Terminal.output(Terminal.shown(problem) + "\n")
    }
    Terminal.output(
      "\(found.shards) shards read, \(found.records) records, "
        + "\(found.hasIndex ? "an index" : "no index"), \(found.problems) problems\n")
    if found.problems > 0 { throw ExitCode.data.argumentParserCode }
  }
}
