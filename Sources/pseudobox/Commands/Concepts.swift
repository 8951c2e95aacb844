import ArgumentParser
import Labeling

/// `pseudobox concepts`: the concepts pass of a pipeline, and tools around pools of concepts.
struct Concepts: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Makes concept pools: of a pipeline's captions, or of any caption files.",
    discussion: """
      With a pipeline file, runs what its concepts pass needs and is not done yet, then stops:
        pseudobox concepts pipelines/quickstart.yaml --output output/quickstart
      """,
    subcommands: [ConceptsRun.self, ConceptsBuild.self, ConceptsMerge.self],
    defaultSubcommand: ConceptsRun.self)
}

/// `pseudobox concepts PIPELINE`: the passes up to this one.
struct ConceptsRun: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Parses the captions of a pipeline into the concept pool and embeds it.")

  @OptionGroup var options: RunOptions

  func run() async throws {
    _ = try await options.session().pipeline.run(through: .concepts)
  }
}
