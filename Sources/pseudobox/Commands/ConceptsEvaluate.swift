import ArgumentParser
import Codecs
import Concepts
import Foundation

/// `pseudobox concepts evaluate`: scores the caption parser's model on a treebank.
struct ConceptsEvaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Scores the tagger and chunker on a treebank that they were not trained on.",
    discussion: """
      Prints the share of right UPOS tags, and F1 of the spans and of the last words of noun phrases
      (pronouns left out). What a noun phrase is, is in schemas/caption-model.md; \
      `scripts/eval/chunks.py` scores the file of --predictions with its own reading of that page.

        pseudobox concepts evaluate --treebank en_ewt-ud-test.conllu.gz
      """)

  @Option(help: "Sentences in CoNLL-U, plain or gzip.", completion: .file())
  var treebank: String

  @Option(
    name: [.customLong("caption-model"), .customLong("model")],
    help: "A caption model of `concepts train`; default: the built-in one.", completion: .file())
  var model: String?

  @Option(
    help: "Writes word, tag and chunk tag of each token, tab between, empty line after sentences.",
    completion: .file())
  var predictions: String?

  func run() throws {
    let model = try self.model.map(CaptionModel.init(path:)) ?? .standard
    let text = try CaptionModelTrainer.Sources.text(treebank)
    let score = try CaptionModelScore(model, conllu: text, path: treebank)
    if let predictions {
      let lines = try CaptionModelScore.predictions(model, conllu: text, path: treebank)
      try DurableFile.replace(Array(lines.utf8), at: predictions)
    }
    Terminal.output(
      """
      tokens              \(score.tokens)
      UPOS                \(Self.shown(score.tagAccuracy))
      noun phrases        \(score.spans.gold)
      span F1             \(Self.shown(score.spans.f1))
      head F1             \(Self.shown(score.heads.f1))

      """)
  }

  /// A share with four digits.
  static func shown(_ share: Double) -> String { String(format: "%.4f", share) }
}
