import Kernels

/// Trains a caption model; the same inputs and options give the same bytes on every machine.
public struct CaptionModelTrainer: Sendable {
  /// The texts to learn from.
  public struct Sources: Sendable {
    /// A treebank in CoNLL-U, as (path, text); the path is for messages.
    public var treebank: (path: String, text: String)
    /// Captions with bracketed noun phrases.
    public var brackets: (path: String, text: String)
    /// `word<TAB>cluster` lines.
    public var clusters: (path: String, text: String)
    /// The texts of WordNet's files by name; see `wordNetFiles`.
    public var wordNet: [String: String]

    /// Creates sources.
    public init(
      treebank: (path: String, text: String), brackets: (path: String, text: String),
      clusters: (path: String, text: String), wordNet: [String: String]
    ) {
      self.treebank = treebank
      self.brackets = brackets
      self.clusters = clusters
      self.wordNet = wordNet
    }
  }

  /// How to train.
  public struct Options: Hashable, Sendable {
    /// Passes of the tagger over the treebank.
    public var taggerRounds = 10
    /// Passes of each tagger that only tags the part of the treebank that it has not seen.
    public var foldRounds = 6
    /// Passes of the chunker.
    public var chunkerRounds = 8
    /// How often the bracketed captions count.
    public var bracketRepeats = 4
    /// The same for their tags, as far as the brackets tell them.
    public var bracketTagRepeats = 2
    /// Parts of the treebank for tags that were not learned by heart.
    public var folds = 5
    /// Rows of the tables without a weight of this size are left out.
    public var taggerWeightMin = 6
    /// The same for the chunker.
    public var chunkerWeightMin = 8
    /// The seed of all random orders.
    public var seed: UInt64 = 2026

    /// Creates the options of the built-in model.
    public init() {}
  }

  /// The names of the files of WordNet's `dict` folder that are read.
  public static let wordNetFiles = WordNet.File.allCases.map(\.rawValue)

  let options: Options
  let treebank: Treebank
  let brackets: BracketedCaptions
  private let words: WordTable
  private let lemmaRules: [LemmaRule]

  /// Reads the sources; throws when one of them is not what it should be.
  public init(_ sources: Sources, options: Options = Options()) throws {
    self.options = options
    treebank = try Treebank(conllu: sources.treebank.text, path: sources.treebank.path)
    brackets = try BracketedCaptions(sources.brackets.text, path: sources.brackets.path)
    var texts: [WordNet.File: String] = [:]
    for file in WordNet.File.allCases { texts[file] = sources.wordNet[file.rawValue] }
    let wordNet = try WordNet(texts)
    var builder = WordTableBuilder()
    builder.add(wordNet)
    builder.add(treebank)
    try builder.addClusters(sources.clusters.text, path: sources.clusters.path)
    builder.addLists()
    builder.addLemmas(wordNet)
    words = builder.table
    lemmaRules = builder.lemmaRules
  }

  /// Trains the model.
  public func train() -> CaptionModel {
    train(brackets: brackets.captions)
  }

  /// Trains on the treebank and some of the bracketed captions.
  func train(brackets captions: [BracketedCaptions.Caption]) -> CaptionModel {
    let empty = CaptionModel(
      words: words, lemmaRules: lemmaRules,
      sequence: SequenceTagger(tagger: FeatureTable(classes: 1), chunker: FeatureTable(classes: 3)))
    let examples = treebank.sentences.map { sentence in
      PerceptronTraining.Example(
        words: empty.features(of: sentence.map(\.form)), answers: sentence.map { $0.tag.number })
    }
    let first = tagger(examples, rounds: options.foldRounds)
    let full = tagger(
      examples + corrected(captions, by: first, words: empty), rounds: options.taggerRounds)
    var chunking: [PerceptronTraining.Example] = []
    for fold in 0..<options.folds {
      let seen = examples.indices.filter { $0 % options.folds != fold }.map { examples[$0] }
      let partial = SequenceTagger(
        tagger: tagger(seen, rounds: options.foldRounds), chunker: FeatureTable(classes: 3))
      for place in stride(from: fold, to: examples.count, by: options.folds) {
        chunking.append(
          PerceptronTraining.Example(
            words: examples[place].words, tags: partial.tags(examples[place].words),
            answers: GoldPhrases.chunks(of: treebank.sentences[place])))
      }
    }
    let tags = SequenceTagger(tagger: full, chunker: FeatureTable(classes: 3))
    for caption in captions {
      let words = empty.features(of: caption.tokens)
      let example = PerceptronTraining.Example(
        words: words, tags: tags.tags(words), answers: caption.chunks)
      chunking += Array(repeating: example, count: options.bracketRepeats)
    }
    let chunker = PerceptronTraining.chunker(
      chunking, rounds: options.chunkerRounds, seed: options.seed,
      weightMin: options.chunkerWeightMin)
    return CaptionModel(
      words: words, lemmaRules: lemmaRules,
      sequence: SequenceTagger(tagger: full, chunker: chunker))
  }

  /// How well captions are chunked that were left out of training, each in one of the parts.
  public func crossValidation(
    parts: Int
  ) -> (spans: CaptionModelScore.Counts, heads: CaptionModelScore.Counts) {
    var spans = CaptionModelScore.Counts()
    var heads = CaptionModelScore.Counts()
    let captions = brackets.captions
    for part in 0..<parts {
      let model = train(
        brackets: captions.indices.filter { $0 % parts != part }.map { captions[$0] })
      let held = stride(from: part, to: captions.count, by: parts).map { captions[$0] }
      let score = CaptionModelScore.brackets(model, held)
      spans += score.spans
      heads += score.heads
    }
    return (spans, heads)
  }

  /// Bracketed captions with the tags of a tagger, corrected where the brackets contradict it.
  ///
  /// A phrase ends with a noun, and no noun is outside of one.
  private func corrected(
    _ captions: [BracketedCaptions.Caption], by tagger: FeatureTable, words model: CaptionModel
  ) -> [PerceptronTraining.Example] {
    let sequence = SequenceTagger(tagger: tagger, chunker: FeatureTable(classes: 3))
    let nominal: Set<PartOfSpeech> = [.noun, .properNoun, .pronoun, .number, .determiner, .symbol]
    return captions.flatMap { caption in
      let words = model.features(of: caption.tokens)
      let tags = sequence.tags(words)
      var example = PerceptronTraining.Example(
        words: words, answers: Array(tags[2..<(tags.count - 2)]),
        isKnown: Array(repeating: true, count: caption.tokens.count))
      for place in caption.tokens.indices {
        let tag = PartOfSpeech.allCases[Int(example.answers[place])]
        let isLast =
          caption.chunks[place] != 0
          && (place + 1 == caption.tokens.count || caption.chunks[place + 1] != 2)
        if isLast, !nominal.contains(tag) {
          example.answers[place] = PartOfSpeech.noun.number
        } else if caption.chunks[place] == 0, tag.isNoun {
          let isVerb = !words[place + 2].entry.forms.isDisjoint(with: [
            .verb, .thirdPerson, .past, .present,
          ])
          if isVerb { example.answers[place] = PartOfSpeech.verb.number }
          example.isKnown[place] = isVerb
        }
      }
      return Array(repeating: example, count: options.bracketTagRepeats)
    }
  }

  private func tagger(_ examples: [PerceptronTraining.Example], rounds: Int) -> FeatureTable {
    PerceptronTraining.tagger(
      examples, classes: PartOfSpeech.allCases.count, rounds: rounds, seed: options.seed,
      weightMin: options.taggerWeightMin)
  }
}

extension PartOfSpeech {
  /// Its place in `allCases`.
  var number: UInt64 {
    UInt64(Self.allCases.firstIndex(of: self) ?? 0)
  }
}
