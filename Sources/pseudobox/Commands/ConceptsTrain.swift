import ArgumentParser
import Codecs
import Concepts

/// `pseudobox concepts train`: makes the caption parser's model.
struct ConceptsTrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains the caption parser's tagger and chunker.",
    discussion: """
      Reads a treebank (CoNLL-U, plain or gzip), captions with bracketed noun phrases, word clusters
      and WordNet 3.0 (Debian: wordnet-base); writes one file. The same inputs and seed give the same
      bytes. `scripts/train-caption-model` makes the built-in model with it.

        pseudobox concepts train --treebank en_ewt-ud-train.conllu.gz --brackets brackets.txt \
      --clusters clusters.tsv --output caption.model
      """)

  @Option(help: "Sentences in CoNLL-U to learn from.", completion: .file())
  var treebank: String

  @Option(help: "Captions with noun phrases in brackets, one on a line.", completion: .file())
  var brackets: String

  @Option(help: "Lines of a word, a tab and its cluster.", completion: .file())
  var clusters: String

  @Option(help: "WordNet's dict folder.", completion: .directory)
  var wordnet = "/usr/share/wordnet"

  @Option(help: "Seed of the random orders.")
  var seed: UInt64 = 2026

  @Flag(help: "Measures the chunker on captions that it has not seen, in five parts; writes too.")
  var crossValidate = false

  @Option(name: .shortAndLong, help: "The file to write.", completion: .file())
  var output: String

  func run() throws {
    var options = CaptionModelTrainer.Options()
    options.seed = seed
    let trainer = try CaptionModelTrainer(
      .files(treebank: treebank, brackets: brackets, clusters: clusters, wordNet: wordnet),
      options: options)
    let bytes = try trainer.train().encoded()
    try DurableFile.replace(bytes, at: output)
    Terminal.output("\(output): \(bytes.count) bytes, SHA-256 \(SHA256Digest(of: bytes))\n")
    if crossValidate {
      let (spans, heads) = trainer.crossValidation(parts: 5)
      Terminal.output(
        "captions held out: noun phrases \(ConceptsEvaluate.shown(spans.f1)) span F1, "
          + "\(ConceptsEvaluate.shown(heads.f1)) head F1\n")
    }
  }
}
