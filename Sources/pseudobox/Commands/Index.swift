import ArgumentParser
import Labeling

/// `pseudobox index`: the passes up to this one.
struct Index: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Builds the SQLite index from the shards.",
    discussion: """
      Runs what this pass needs and is not done yet, then makes the index again.

        pseudobox index pipelines/quickstart.yaml --output output/quickstart
      """)

  @OptionGroup var options: RunOptions

  func run() async throws {
    _ = try await options.session().pipeline.run(rebuildsIndex: true)
  }
}
