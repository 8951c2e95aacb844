/// How well a model tags and chunks a treebank that it was not trained on.
public struct CaptionModelScore: Hashable, Sendable {
  /// Right, predicted and true items.
  public struct Counts: Hashable, Sendable {
    /// Items that are both.
    public var right = 0
    /// Items that the model gave.
    public var predicted = 0
    /// Items that there are.
    public var gold = 0

    /// Adds the counts of other sentences.
    public static func += (left: inout Counts, right: Counts) {
      left.right += right.right
      left.predicted += right.predicted
      left.gold += right.gold
    }

    /// Harmonic mean of precision and recall.
    public var f1: Double { Double(2 * right) / Double(max(1, predicted + gold)) }
  }

  /// Tokens.
  public var tokens = 0
  /// Tokens with the right tag.
  public var rightTags = 0
  /// Spans of noun phrases; pronouns alone are left out.
  public var spans = Counts()
  /// Last tokens of noun phrases.
  public var heads = Counts()

  /// Share of tokens with the right tag.
  public var tagAccuracy: Double { Double(rightTags) / Double(max(1, tokens)) }

  /// Scores a model on a treebank in CoNLL-U.
  public init(_ model: CaptionModel, conllu text: String, path: String) throws {
    for sentence in try Treebank(conllu: text, path: path).sentences {
      let words = model.features(of: sentence.map(\.form))
      let tags = model.sequence.tags(words)
      let chunks = model.sequence.chunks(words, tags)
      tokens += sentence.count
      for (place, word) in sentence.enumerated() where tags[place + 2] == word.tag.number {
        rightTags += 1
      }
      let gold = GoldPhrases.phrases(of: sentence).filter { sentence[$0.head].tag.isNoun }
        .map(\.words)
      let found = Self.spans(chunks).filter { span in
        let tag = PartOfSpeech.allCases[Int(tags[span.lowerBound + 2])]
        return span.count > 1 || ![.pronoun, .determiner].contains(tag)
      }
      Self.add(gold, found, &spans)
      Self.add(gold.map(\.upperBound), found.map(\.upperBound), &heads)
    }
  }

  /// A model's answers: word, tag and chunk tag on a line, an empty line after each sentence.
  public static func predictions(
    _ model: CaptionModel, conllu text: String, path: String
  ) throws -> String {
    var lines = ""
    for sentence in try Treebank(conllu: text, path: path).sentences {
      let words = model.features(of: sentence.map(\.form))
      let tags = model.sequence.tags(words)
      let chunks = model.sequence.chunks(words, tags)
      for (place, word) in sentence.enumerated() {
        let tag = PartOfSpeech.allCases[Int(tags[place + 2])].rawValue
        let chunk = ChunkTag.allCases[Int(chunks[place + 2])].rawValue
        lines += "\(word.form)\t\(tag)\t\(chunk)\n"
      }
      lines += "\n"
    }
    return lines
  }

  /// Scores the chunks of a model on bracketed captions, as (spans, heads).
  static func brackets(_ model: CaptionModel, _ captions: [BracketedCaptions.Caption]) -> (
    spans: Counts, heads: Counts
  ) {
    var spans = Counts()
    var heads = Counts()
    for caption in captions {
      let words = model.features(of: caption.tokens)
      let tags = model.sequence.tags(words)
      let chunks = model.sequence.chunks(words, tags)
      let isPronoun = { (span: ClosedRange<Int>) in
        span.count == 1 && PartOfSpeech.allCases[Int(tags[span.lowerBound + 2])] == .pronoun
      }
      let gold = Self.spans([0, 0] + caption.chunks + [0, 0]).filter { !isPronoun($0) }
      let found = Self.spans(chunks).filter { !isPronoun($0) }
      add(gold, found, &spans)
      add(gold.map(\.upperBound), found.map(\.upperBound), &heads)
    }
    return (spans, heads)
  }

  private static func add<Item: Hashable>(_ gold: [Item], _ found: [Item], _ counts: inout Counts) {
    counts.gold += gold.count
    counts.predicted += found.count
    counts.right += Set(gold).intersection(found).count
  }

  /// The spans of chunk tags with two paddings at both ends, in tokens.
  static func spans(_ chunks: [UInt64]) -> [ClosedRange<Int>] {
    var spans: [ClosedRange<Int>] = []
    var place = 2
    while place < chunks.count - 2 {
      guard chunks[place] == 1 else {
        place += 1
        continue
      }
      var last = place
      while last + 1 < chunks.count - 2, chunks[last + 1] == 2 { last += 1 }
      spans.append((place - 2)...(last - 2))
      place = last + 1
    }
    return spans
  }
}
