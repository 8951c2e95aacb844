import Records

/// Finds concepts with a trained tagger and chunker, WordNet and rules on what names a thing.
///
/// A caption is split into tokens, tagged, cut into noun phrases; of each phrase the head is the
/// concept, in the singular, with the words before it when together they are a known compound.
/// Greedy and integer only: the same answer on every machine and thread.
public struct CaptionParser: CaptionParsing {
  /// Longest caption in UTF-8 bytes; a longer one is a broken file, not a sentence.
  public static let captionBytesMax = 65_536

  private let model: CaptionModel
  /// Hashes of the names that are kept whole, as they are and in the singular.
  private let ownNames: NameHashes
  private let rules: ConceptFinder.Rules

  /// Creates a parser.
  ///
  /// - Parameters:
  ///   - compounds: Names that are kept whole beside the known ones.
  ///   - filters: The rules in force; of them the parser applies those on phrases (`measureNoun`,
  ///     `collective`, `pronoun`, `properNoun`, `negated`), the pool those on names.
  ///   - model: What the parser has learned.
  public init(
    compounds: [String] = [], filters: Set<DropRule> = ConceptRules.defaultFilters,
    model: CaptionModel = .standard
  ) {
    self.model = model
    rules = ConceptFinder.Rules(filters)
    ownNames = NameHashes(
      compounds.flatMap { [ConceptName.cleaned($0), ConceptName.normalForm($0)] })
  }

  /// Creates the parser of a pool's rules: its filters, and its added names and synonyms as compounds.
  public init(rules: ConceptRules, model: CaptionModel = .standard) {
    self.init(
      compounds: rules.added + rules.synonyms.names, filters: rules.filters, model: model)
  }

  /// Parses one caption.
  public func mentions(in caption: String) -> ParsedCaption {
    guard caption.utf8.count <= Self.captionBytesMax else {
      return ParsedCaption(
        rejection: Rejection(
          .captionTooLong, "\(caption.utf8.count) bytes, more than \(Self.captionBytesMax)"))
    }
    return model.sequence.memories.withMemory { memory in
      var reading = CaptionReading(caption, model, &memory)
      guard !reading.tokens.isEmpty else {
        return ParsedCaption(rejection: Rejection(.emptyCaption, "no word or sign"))
      }
      if let rejection = LanguageGate.rejection(reading) {
        return ParsedCaption(rejection: rejection)
      }
      tag(&reading, &memory)
      let phrases = reading.phrases
      let finder = finder(reading)
      var findings: [ConceptFinder.Finding] = []
      findings.reserveCapacity(phrases.count)
      for phrase in phrases { findings.append(finder.finding(phrase)) }
      return parsed(finder, findings)
    }
  }

  /// Parses one caption and tells how.
  public func analyse(_ caption: String) -> CaptionAnalysis {
    guard caption.utf8.count <= Self.captionBytesMax else {
      return CaptionAnalysis(tokens: [], phrases: [], parsed: mentions(in: caption))
    }
    let reading = model.sequence.memories.withMemory { memory in
      var reading = CaptionReading(caption, model, &memory)
      if !reading.tokens.isEmpty { tag(&reading, &memory) }
      return reading
    }
    guard !reading.tokens.isEmpty else {
      return CaptionAnalysis(tokens: [], phrases: [], parsed: mentions(in: caption))
    }
    let finder = finder(reading)
    let findings = reading.phrases.map(finder.finding)
    var tokens: [CaptionAnalysis.Token] = []
    for (place, token) in reading.tokens.enumerated() {
      let tag = reading.tag(place)
      tokens.append(
        CaptionAnalysis.Token(
          text: reading.word(place),
          lemma: tag.isNoun ? reading.lemma(place) : reading.word(place),
          start: token.scalars.lowerBound, end: token.scalars.upperBound, tag: tag,
          chunk: ChunkTag.allCases[Int(reading.chunks[place + 2])]))
    }
    let parsed =
      LanguageGate.rejection(reading).map(ParsedCaption.init(rejection:))
      ?? parsed(finder, findings)
    let phrases = findings.map { finding in
      CaptionAnalysis.Phrase(
        tokens: finding.tokens, head: finding.head, mention: finding.mention,
        chains: finding.chains,
        rule: finding.rule ?? finding.mention.flatMap { ConceptName.dropRule($0.concept) })
    }
    return CaptionAnalysis(tokens: tokens, phrases: phrases, parsed: parsed)
  }

  private func tag(_ reading: inout CaptionReading, _ memory: inout CaptionMemory) {
    reading.tag(model, &memory)
    for range in NameRanges(reading, CompoundList.hashes, areOurs: true).ranges {
      reading.force(range)
    }
    if !ownNames.isEmpty {
      for range in NameRanges(reading, ownNames, areOurs: false).ranges { reading.force(range) }
    }
    reading.trimPhrases()
  }

  private func finder(_ reading: CaptionReading) -> ConceptFinder {
    ConceptFinder(reading: reading, model: model, ownNames: ownNames, rules: rules)
  }

  private func parsed(
    _ finder: ConceptFinder, _ findings: [ConceptFinder.Finding]
  ) -> ParsedCaption {
    var result = ParsedCaption(mentions: [], isTruncated: finder.reading.isTruncated)
    result.phrases.reserveCapacity(findings.count)
    result.mentions.reserveCapacity(findings.count)
    for finding in findings where !finding.isPersonalPronoun {
      if let rule = finding.rule { result.dropped[rule, default: 0] += 1 }
      if finding.rule == .pronoun { continue }
      let first = finder.reading.tokens[finding.tokens.lowerBound].scalars.lowerBound
      let last = finder.reading.tokens[finding.tokens.upperBound - 1].scalars.upperBound
      result.phrases.append(PhraseSpan(start: first, end: last))
      if let mention = finding.mention { result.mentions.append(mention) }
      result.chains += finding.chains
    }
    result.words.reserveCapacity(finder.reading.tokens.count)
    for place in finder.reading.tokens.indices where finder.reading.tokens[place].kind == .word {
      result.words.append(
        WordUse(word: finder.reading.lemma(place), isNoun: finder.reading.tag(place).isNoun))
    }
    if result.mentions.isEmpty {
      result.rejection = Rejection(.noConcept, "no noun names a thing")
    }
    return result
  }
}
