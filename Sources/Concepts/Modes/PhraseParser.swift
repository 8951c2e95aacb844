import Records

/// Noun phrases as GLIP grounds them: attributes kept, determiner and signs left out, lower case.
///
/// GLIP's grammar is `NP: {<DT>?<JJ.*>*<NN.*>+}` over tags; ours are the chunker's phrases. Leading
/// determiners, possessives and numbers are left out, words stay as the caption has them.
public struct PhraseParser: CaptionParsing {
  private let parser: any CaptionParsing

  /// Creates the mode over a parser that tags and chunks.
  public init(parser: any CaptionParsing = CaptionParser()) {
    self.parser = parser
  }

  /// The phrases of one caption.
  public func mentions(in caption: String) -> ParsedCaption {
    analyse(caption).parsed
  }

  /// Names each phrase by its words.
  public func analyse(_ caption: String) -> CaptionAnalysis {
    var analysis = parser.analyse(caption)
    let slices = CaptionSlices(caption)
    var mentions: [ConceptMention] = []
    for place in analysis.phrases.indices {
      let phrase = analysis.phrases[place]
      let mention = Self.mention(of: phrase, analysis.tokens, slices)
      analysis.phrases[place].mention = mention
      analysis.phrases[place].chains = []
      analysis.phrases[place].rule = mention == nil ? .pronoun : nil
      if let mention { mentions.append(mention) }
    }
    analysis.parsed.rename(mentions)
    return analysis
  }

  /// Explains which phrases were taken.
  public func explain(_ caption: String) -> CaptionExplanation {
    var explanation = CaptionExplanation(analyse(caption), of: caption)
    for place in explanation.candidates.indices where explanation.candidates[place].concept != nil {
      explanation.candidates[place].rule = "phrase"
      explanation.candidates[place].reason = "the phrase without what only determines it"
    }
    return explanation
  }

  private static func mention(
    of phrase: CaptionAnalysis.Phrase, _ tokens: [CaptionAnalysis.Token], _ slices: CaptionSlices
  ) -> ConceptMention? {
    guard tokens[phrase.head].tag != .pronoun else { return nil }
    var first = phrase.tokens.lowerBound
    while first < phrase.head, isLeadIn(tokens[first]) { first += 1 }
    let words = tokens[first..<phrase.tokens.upperBound].map(\.text).filter { word in
      word.unicodeScalars.contains { !PythonText.isPunctuation($0) }
    }
    guard !words.isEmpty else { return nil }
    let span = tokens[first].start..<tokens[phrase.tokens.upperBound - 1].end
    return ConceptMention(
      concept: words.joined(separator: " "), surface: slices[span], start: span.lowerBound,
      end: span.upperBound)
  }

  /// The closed class of words that only determine or count; the parser's tags leave some of them open.
  private static let determiners: Set<String> = [
    "a", "an", "the", "this", "that", "these", "those", "some", "any", "each", "every", "no",
    "another", "both", "all", "my", "your", "his", "her", "its", "our", "their", "one", "two",
    "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
  ]

  private static func isLeadIn(_ token: CaptionAnalysis.Token) -> Bool {
    switch token.tag {
    case .determiner, .pronoun, .number, .punctuation, .particle: true
    default: determiners.contains(token.text)
    }
  }
}
