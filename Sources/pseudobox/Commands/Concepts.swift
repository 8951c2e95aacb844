import ArgumentParser

/// `pseudobox concepts`: everything about the names in captions.
struct Concepts: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Finds the concepts that captions name.",
    discussion: """
      With a pipeline file it runs the passes up to the concept pool:

        pseudobox concepts pipelines/quickstart.yaml --output output/quickstart

      The other subcommands need no pipeline.
      """,
    subcommands: [
      ConceptsRun.self, ConceptsBuild.self, ConceptsMerge.self, ConceptsParse.self,
      ConceptsExplain.self, ConceptsTrain.self, ConceptsEvaluate.self,
    ],
    defaultSubcommand: ConceptsRun.self)
}
