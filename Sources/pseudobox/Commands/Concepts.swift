import ArgumentParser
import Labeling

/// `pseudobox concepts`: the passes up to this one.
struct Concepts: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Parses the captions into the concept pool and embeds it.",
    discussion: """
      Runs what this pass needs and is not done yet, then stops; `pseudobox run` does all.

        pseudobox concepts pipelines/quickstart.yaml --output output/quickstart
      """,
    subcommands: [ConceptsTrain.self, ConceptsEvaluate.self])

  @OptionGroup var options: RunOptions

  func run() async throws {
    _ = try await options.session().pipeline.run(through: .concepts)
  }
}
