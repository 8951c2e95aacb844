import ArgumentParser
import Labeling

/// `pseudobox labels`: the passes up to this one.
struct Labels: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Pairs regions with concepts and chooses boxes for image-level labels.",
    discussion: """
      Runs what this pass needs and is not done yet, then stops; `pseudobox run` does all.

        pseudobox labels pipelines/quickstart.yaml --output output/quickstart
      """)

  @OptionGroup var options: RunOptions

  func run() async throws {
    _ = try await options.session().pipeline.run(through: .labels)
  }
}
