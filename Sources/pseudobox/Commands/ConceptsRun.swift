import ArgumentParser
import Labeling

/// `pseudobox concepts run`, or without `run`: the passes up to this one.
struct ConceptsRun: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Parses the captions of a pipeline into the concept pool and embeds it.",
    discussion: """
      Runs what this pass needs and is not done yet, then stops; `pseudobox run` does all.

        pseudobox concepts pipelines/quickstart.yaml --output output/quickstart
      """)

  @OptionGroup var options: RunOptions

  func run() async throws {
    let session = try options.session()
    // Signals are watched as long as it lives.
    defer { withExtendedLifetime(session) {} }
    _ = try await session.pipeline.run(through: .concepts)
  }
}
