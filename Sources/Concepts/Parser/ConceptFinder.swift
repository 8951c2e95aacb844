import Records

/// Names the phrases of a caption: the head in the singular, with the words before it when together
/// they are a known compound.
struct ConceptFinder {
  /// What became of one phrase.
  struct Finding {
    var tokens: Range<Int>
    var head: Int
    var mention: ConceptMention?
    var chains: [ConceptChain] = []
    var rule: DropRule?
    /// Personal pronouns are neither phrases nor counted.
    var isPersonalPronoun = false
  }

  /// Most words of a compound and of a chain.
  static let compoundWordsMax = 4
  static let chainWordsMax = 3
  /// A name is a thing when this share of its senses as a common noun is physical.
  static let properNounShareMin = 0.2

  /// The rules on phrases that are in force.
  struct Rules: Sendable {
    let pronoun: Bool
    let measureNoun: Bool
    let collective: Bool
    let negated: Bool
    let properNoun: Bool

    init(_ filters: Set<DropRule>) {
      pronoun = filters.contains(.pronoun)
      measureNoun = filters.contains(.measureNoun)
      collective = filters.contains(.collective)
      negated = filters.contains(.negated)
      properNoun = filters.contains(.properNoun)
    }
  }

  let reading: CaptionReading
  let model: CaptionModel
  /// Hashes of names that are kept whole.
  let ownNames: NameHashes
  let rules: Rules

  private static let of = FeatureHash.word("of".utf8)
  private static let no = FeatureHash.word("no".utf8)
  private static let without = FeatureHash.word("without".utf8)
  private static let front = FeatureHash.word("front".utf8)
  private static let up = FeatureHash.word("up".utf8)
  private static let close = FeatureHash.word("close".utf8)
  private static let glasses = FeatureHash.word("glasses".utf8)
  private static let withWord = FeatureHash.word("with".utf8)
  private static let on = FeatureHash.word("on".utf8)
  private static let wearing = Set(
    ["wear", "wears", "wearing", "wore", "worn"].map { FeatureHash.word($0.utf8) })

  /// What became of a phrase.
  func finding(_ phrase: Range<Int>) -> Finding {
    var finding = Finding(tokens: phrase, head: phrase.upperBound - 1)
    if let pronoun = pronoun(phrase) {
      finding.isPersonalPronoun = !pronoun.isIndefinite
      if rules.pronoun || !pronoun.isIndefinite {
        finding.rule = .pronoun
      } else {
        finding.mention = mention(reading.word(finding.head), finding.head, finding.head)
      }
      return finding
    }
    guard let head = phrase.last(where: { reading.tokens[$0].kind == .word }) else {
      finding.rule = .number
      return finding
    }
    finding.head = head
    if phrase.count == 1, reading.isWord(head, Self.front), reading.isWord(head + 1, Self.of) {
      // `in front of` is a preposition.
      finding.rule = .stopConcept
      return finding
    }
    if reading.isWord(head, Self.up), phrase.count > 1 || reading.isWord(head - 1, Self.close) {
      finding.rule = .stopConcept
      return finding
    }
    let lemma = lemma(head, phrase)
    if reading.isWord(head + 1, Self.of), let rule = partitiveRule(lemma) {
      finding.rule = rule
      return finding
    }
    if rules.negated, isNegated(phrase) {
      finding.rule = .negated
      return finding
    }
    if let (name, start) = compound(phrase, head, lemma) {
      finding.mention = mention(name, start, head)
      return finding
    }
    if rules.properNoun, isName(head, lemma) {
      finding.rule = .properNoun
      return finding
    }
    finding.mention = mention(lemma, head, head)
    finding.chains = chains(phrase, head, lemma)
    return finding
  }

  private func mention(_ name: String, _ first: Int, _ last: Int) -> ConceptMention {
    let range = reading.tokens[first].scalars.lowerBound..<reading.tokens[last].scalars.upperBound
    let isWhole = first == last && reading.isAsWritten(first)
    return ConceptMention(
      concept: name, surface: isWhole ? reading.word(first) : reading.text.surface(range),
      start: range.lowerBound,
      end: range.upperBound)
  }

  /// The singular of a head; glasses that are worn are spectacles.
  private func lemma(_ head: Int, _ phrase: Range<Int>) -> String {
    guard reading.isWord(head, Self.glasses) else { return reading.lemma(head) }
    let before = max(0, phrase.lowerBound - 4)..<phrase.lowerBound
    let isWorn = before.contains { Self.wearing.contains(reading.words[$0 + 2].word) }
    let isPutOn =
      reading.isWord(phrase.lowerBound - 1, Self.withWord) && reading.isWord(head + 1, Self.on)
    return isWorn || isPutOn ? "glasses" : "glass"
  }

  // MARK: Rules

  /// Whether a phrase is a pronoun, and then of which kind.
  private func pronoun(_ phrase: Range<Int>) -> (isIndefinite: Bool, Void)? {
    guard phrase.count <= 2, let last = phrase.last else { return nil }
    let lists = reading.known[last].lists
    if lists.contains(.indefinite) {
      let isAlone = phrase.count == 1 || reading.known[last - 1].lists.contains(.determiner)
      return isAlone ? (true, ()) : nil
    }
    guard phrase.count == 1, ownEntry(last) == nil else { return nil }
    let isPronoun =
      reading.tag(last) == .pronoun || reading.tag(last) == .determiner
      || lists.contains(.pronoun)
    return isPronoun ? (false, ()) : nil
  }

  private func ownEntry(_ place: Int) -> UInt64? {
    let hash = reading.words[place + 2].word
    return ownNames.contains(hash) ? hash : nil
  }

  /// The rule in force on nouns before `of` that a noun falls under.
  private func partitiveRule(_ lemma: String) -> DropRule? {
    if MeasureNouns.names.contains(lemma) { return rules.measureNoun ? .measureNoun : nil }
    return rules.collective && MeasureNouns.collectives.contains(lemma) ? .collective : nil
  }

  private func isNegated(_ phrase: Range<Int>) -> Bool {
    reading.isWord(phrase.lowerBound, Self.no) || reading.isWord(phrase.lowerBound - 1, Self.no)
      || reading.isWord(phrase.lowerBound - 1, Self.without)
  }

  /// Whether a head names a person, place or brand and no kind of thing.
  private func isName(_ head: Int, _ lemma: String) -> Bool {
    guard reading.tag(head) == .properNoun, ownEntry(head) == nil,
      !ownNames.contains(FeatureHash.word(lemma.utf8))
    else { return false }
    let share = model.words.entry(of: lemma)?.physicalShare ?? 0
    return share < Self.properNounShareMin && !NounTraits.isExempt(lemma)
  }

  // MARK: Longer names

  /// The longest known name that ends at the head, and its first token.
  private func compound(_ phrase: Range<Int>, _ head: Int, _ lemma: String) -> (String, Int)? {
    let first = max(phrase.lowerBound, head - Self.compoundWordsMax + 1)
    let word = reading.word(head)
    for start in first..<max(first, head) {
      var hash = FeatureHash.seed
      for place in start..<head {
        for byte in reading.word(place).utf8 { hash = FeatureHash.step(hash, byte) }
        hash = FeatureHash.step(hash, 0x20)
      }
      if isCompound(hash, word) { return (name(start..<head, word), start) }
      if lemma != word, isCompound(hash, lemma) { return (name(start..<head, lemma), start) }
    }
    // `stop-sign` is the name `stop sign`.
    guard lemma.utf8.contains(UInt8(ascii: "-")), model.words.entry(of: lemma)?.physicalShare == nil
    else { return nil }
    let apart = lemma.split(separator: "-").joined(separator: " ")
    return isCompound(FeatureHash.seed, apart) && !ownNames.contains(FeatureHash.word(lemma.utf8))
      ? (apart, head) : nil
  }

  private func name(_ before: Range<Int>, _ last: String) -> String {
    var name = ""
    for place in before {
      name += reading.word(place)
      name += " "
    }
    return name + last
  }

  private func isCompound(_ state: UInt64, _ last: String) -> Bool {
    var hash = state
    for byte in last.utf8 { hash = FeatureHash.step(hash, byte) }
    let full = FeatureHash.finish(hash)
    return model.words.isCompound(full) || ownNames.contains(full)
  }

  /// Chains of nouns before a head, and its adjective.
  private func chains(_ phrase: Range<Int>, _ head: Int, _ lemma: String) -> [ConceptChain] {
    var chains: [ConceptChain] = []
    var name = lemma
    var start = head - 1
    while start >= phrase.lowerBound, head - start < Self.chainWordsMax, reading.tag(start).isNoun,
      reading.tokens[start].kind == .word
    {
      name = reading.word(start) + " " + name
      chains.append(ConceptChain(mention: mention(name, start, head), modifier: .noun))
      start -= 1
    }
    let place = head - 1
    if place >= phrase.lowerBound, reading.tokens[place].kind == .word,
      reading.tag(place) == .adjective || reading.tag(place) == .verb
    {
      let name = reading.word(place) + " " + lemma
      chains.append(ConceptChain(mention: mention(name, place, head), modifier: .descriptive))
    }
    return chains
  }
}
