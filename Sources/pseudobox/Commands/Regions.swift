import ArgumentParser
import Labeling

/// `pseudobox regions`: the passes up to this one.
struct Regions: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Finds proposals in every image and embeds them with the teacher.",
    discussion: """
      Runs what this pass needs and is not done yet, then stops; `pseudobox run` does all.

        pseudobox regions pipelines/quickstart.yaml --output output/quickstart
      """)

  @OptionGroup var options: RunOptions

  func run() async throws {
    _ = try await options.session().pipeline.run(through: .regions)
  }
}
