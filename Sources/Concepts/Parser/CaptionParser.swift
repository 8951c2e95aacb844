import Records

/// Finds concepts by word lists and rules: no model, the same answer everywhere.
///
/// A caption is split into tokens, tagged, cut into noun phrases; of each phrase the head is the
/// concept, in the singular, with the words before it when together they are a known compound.
public struct CaptionParser: CaptionParsing {
  /// Longest caption in UTF-8 bytes; a longer one is a broken file, not a sentence.
  public static let captionBytesMax = 65_536

  fileprivate let tagger: WordTagger
  private let compounds: CompoundTable
  private let filters: Set<DropRule>

  /// Creates a parser.
  ///
  /// - Parameters:
  ///   - compounds: Names of several words that are kept whole beside the known ones.
  ///   - filters: The rules in force; of them the parser applies those on whole phrases
  ///     (`measureNoun`, `collective`, `pronoun`), the pool those on names.
  public init(
    compounds: [String] = [], filters: Set<DropRule> = ConceptRules.defaultFilters
  ) {
    let own = compounds.flatMap { [ConceptName.cleaned($0), ConceptName.normalForm($0)] }
    self.compounds = CompoundTable(CompoundList.names.union(own))
    self.tagger = WordTagger(lexicon: .standard, compounds: self.compounds)
    self.filters = filters
  }

  /// Creates the parser of a pool's rules: its filters, and its added names as compounds.
  public init(rules: ConceptRules) {
    self.init(compounds: rules.added, filters: rules.filters)
  }

  /// Parses one caption.
  public func mentions(in caption: String) -> ParsedCaption {
    guard caption.utf8.count <= Self.captionBytesMax else {
      return ParsedCaption(
        rejection: Rejection(
          .captionTooLong, "\(caption.utf8.count) bytes, more than \(Self.captionBytesMax)"))
    }
    let tokenizer = CaptionTokenizer(caption)
    let tokens = tokenizer.tokens
    guard !tokens.isEmpty else {
      return ParsedCaption(rejection: Rejection(.emptyCaption, "no word or sign"))
    }
    if let rejection = LanguageGate.rejection(tokens) { return ParsedCaption(rejection: rejection) }
    let tags = tagger.tags(tokens)
    var result = ParsedCaption(mentions: [], isTruncated: tokenizer.isTruncated)
    let source = Array(caption.unicodeScalars.prefix(CaptionTokenizer.scalarsMax))
    for phrase in PhraseChunker.phrases(tokens, tags) {
      result.phrases.append(
        PhraseSpan(start: tokens[phrase.lowerBound].start, end: tokens[phrase.upperBound - 1].end))
      name(phrase, tokens, tags, source, &result)
    }
    addPronouns(tokens, tags, source, &result)
    result.words = zip(tokens, tags).compactMap { token, tag in
      guard token.kind == .word else { return nil }
      let word = Lemmatizer.standard.lemma(ofNoun: token.text)
      return WordUse(word: word, isNoun: tag == .noun)
    }
    result.mentions.sort { $0.start < $1.start }
    if result.mentions.isEmpty {
      result.rejection = Rejection(.noConcept, "no noun names a thing")
    }
    return result
  }

  /// Names one phrase and adds its mention, or counts why it has none.
  private func name(
    _ phrase: Range<Int>, _ tokens: [CaptionToken], _ tags: [WordTag],
    _ source: [Unicode.Scalar], _ result: inout ParsedCaption
  ) {
    let head = phrase.upperBound - 1
    let lemma = Lemmatizer.standard.lemma(ofNoun: tokens[head].text)
    let isBeforeOf = head + 1 < tokens.count && tokens[head + 1].text == "of"
    if isBeforeOf, let rule = partitiveRule(lemma), filters.contains(rule) {
      result.dropped[rule, default: 0] += 1
      return
    }
    func mention(_ name: String, from start: Int) -> ConceptMention {
      let range = tokens[start].start..<tokens[head].end
      return ConceptMention(
        concept: name, surface: String(String.UnicodeScalarView(source[range])),
        start: range.lowerBound, end: range.upperBound)
    }
    for start in max(
      phrase.lowerBound, head - CompoundTable.wordsMax + 1)..<max(head, phrase.lowerBound)
    {
      let words = tokens[start...head].map(\.text)
      if let name = compounds.name(of: words) {
        result.mentions.append(mention(name, from: start))
        return
      }
    }
    result.mentions.append(mention(lemma, from: head))
    addChains(phrase, head, lemma, tokens, tags, mention, &result)
  }

  /// The rule on nouns before `of` that a noun falls under.
  private func partitiveRule(_ lemma: String) -> DropRule? {
    if MeasureNouns.names.contains(lemma) { return .measureNoun }
    return MeasureNouns.collectives.contains(lemma) ? .collective : nil
  }

  /// Counts the pronouns that stand for a thing, or takes them as mentions when asked to.
  private func addPronouns(
    _ tokens: [CaptionToken], _ tags: [WordTag], _ source: [Unicode.Scalar],
    _ result: inout ParsedCaption
  ) {
    for (token, tag) in zip(tokens, tags)
    where tag == .pronoun && FunctionWords.indefinites.contains(token.text) {
      if filters.contains(.pronoun) {
        result.dropped[.pronoun, default: 0] += 1
      } else {
        let surface = String(String.UnicodeScalarView(source[token.start..<token.end]))
        result.mentions.append(
          ConceptMention(
            concept: token.text, surface: surface, start: token.start, end: token.end))
      }
    }
  }

  /// Most words of a chain.
  private static let chainWordsMax = 3

  private func addChains(
    _ phrase: Range<Int>, _ head: Int, _ lemma: String, _ tokens: [CaptionToken],
    _ tags: [WordTag], _ mention: (String, Int) -> ConceptMention, _ result: inout ParsedCaption
  ) {
    var words = [lemma]
    var start = head - 1
    while start >= phrase.lowerBound, words.count < Self.chainWordsMax, tags[start] == .noun {
      words.insert(tokens[start].text, at: 0)
      result.chains.append(
        ConceptChain(mention: mention(words.joined(separator: " "), start), modifier: .noun))
      start -= 1
    }
    if head > phrase.lowerBound, tags[head - 1] == .adjective {
      let name = tokens[head - 1].text + " " + lemma
      result.chains.append(ConceptChain(mention: mention(name, head - 1), modifier: .descriptive))
    }
  }
}

extension CaptionParser {
  /// Parses one caption and tells how.
  public func analyse(_ caption: String) -> CaptionAnalysis {
    let parsed = mentions(in: caption)
    let tokens = CaptionTokenizer(caption).tokens
    let tags = tagger.tags(tokens)
    var analysis = CaptionAnalysis(tokens: [], phrases: [], parsed: parsed)
    analysis.tokens = zip(tokens, tags).map { token, tag in
      let isNoun = tag == .noun
      return CaptionAnalysis.Token(
        text: token.text,
        lemma: isNoun ? Lemmatizer.standard.lemma(ofNoun: token.text) : token.text,
        start: token.start, end: token.end, tag: isNoun ? .noun : .other, chunk: .outside)
    }
    for phrase in PhraseChunker.phrases(tokens, tags) {
      for place in phrase {
        analysis.tokens[place].chunk = place == phrase.lowerBound ? .begin : .inside
      }
      let end = tokens[phrase.upperBound - 1].end
      analysis.phrases.append(
        CaptionAnalysis.Phrase(
          tokens: phrase, head: phrase.upperBound - 1,
          mention: parsed.mentions.first { $0.end == end },
          chains: parsed.chains.filter { $0.mention.end == end }, rule: nil))
    }
    return analysis
  }
}
