/// Gives each token one tag: closed classes first, then known compounds, then rules on neighbours.
///
/// Captions are short statements of what is where, so that a few rules go far: after `a`, `two` or
/// `red` comes a noun; after a noun, `stands` or `holding` is a verb; between them and the next noun
/// `parked` and `swimming` describe it.
struct WordTagger {
  let lexicon: Lexicon
  let compounds: CompoundTable

  private typealias Classes = WordClass

  /// The tags of `tokens`, one for each.
  func tags(_ tokens: [CaptionToken]) -> [WordTag] {
    var forced = [WordTag?](repeating: nil, count: tokens.count)
    for range in compounds.ranges(in: tokens) {
      for index in range { forced[index] = .noun }
    }
    for range in FixedPhrases.ranges(in: tokens) {
      for index in range { forced[index] = .preposition }
    }
    var tags: [WordTag] = []
    tags.reserveCapacity(tokens.count)
    for index in tokens.indices {
      tags.append(forced[index] ?? tag(index, tokens, tags, forced))
    }
    joinNounParticiples(tokens, forced, &tags)
    return tags
  }

  /// `a snow covered hill`, `a horse drawn cart`: noun and participle describe what follows.
  private func joinNounParticiples(
    _ tokens: [CaptionToken], _ forced: [WordTag?], _ tags: inout [WordTag]
  ) {
    for index in tags.indices.dropFirst().dropLast() {
      guard tags[index] == .verb, tags[index - 1] == .noun, tags[index + 1] == .noun,
        forced[index - 1] == nil, FunctionWords.participleNouns.contains(tokens[index - 1].text),
        lexicon.classes(of: tokens[index].text).contains(.verbPast)
      else { continue }
      tags[index - 1] = .adjective
      tags[index] = .adjective
    }
  }

  private func tag(
    _ index: Int, _ tokens: [CaptionToken], _ tags: [WordTag], _ forced: [WordTag?]
  ) -> WordTag {
    let token = tokens[index]
    switch token.kind {
    case .sign: return .sign
    case .possessive: return possessiveTag(index, tokens, tags)
    case .number: return .number
    case .word: break
    }
    let context = TagContext(
      tokens: tokens, tags: tags, index: index, lexicon: lexicon,
      isNextForcedNoun: index + 1 < tokens.count && forced[index + 1] == .noun)
    let classes = lexicon.classes(of: token.text)
    if !classes.isDisjoint(with: .function) {
      return functionTag(classes, context)
    }
    if classes.isEmpty, context.isUnknownVerb { return .verb }
    return openTag(classes.isEmpty ? SuffixGuess.classes(of: token.text) : classes, context)
  }

  /// `'s` after a pronoun or `there` is a verb: `it's`, `that's`.
  private func possessiveTag(_ index: Int, _ tokens: [CaptionToken], _ tags: [WordTag]) -> WordTag {
    guard index > 0, tags[index - 1] == .noun || tags[index - 1] == .verb else { return .auxiliary }
    return .possessiveMark
  }

  private func functionTag(_ classes: WordClass, _ context: TagContext) -> WordTag {
    let word = context.word
    if word == "that" {
      return context.nextStartsNoun && context.previous != .noun ? .determiner : .pronoun
    }
    if word == "her" {
      return context.nextStartsNoun ? .possessive : .pronoun
    }
    if word == "back" || word == "in" && context.next == nil { return .adverb }
    if classes.contains(.possessive) { return .possessive }
    if classes.contains(.determiner), context.nextStartsNoun || !classes.contains(.pronoun) {
      return context.isBareQuantifier(classes) ? .pronoun : .determiner
    }
    if classes.contains(.conjunction) { return .conjunction }
    if classes.contains(.auxiliary) { return .auxiliary }
    if classes.contains(.pronoun) { return .pronoun }
    if classes.contains(.preposition) { return .preposition }
    return .determiner
  }

  private func openTag(_ classes: WordClass, _ context: TagContext) -> WordTag {
    if classes.contains(.number), !classes.contains(.verbBase) {
      return context.word == "one" && !context.nextStartsNoun ? .pronoun : .number
    }
    if classes.contains(.verbIng) { return ingTag(classes, context) }
    if classes.contains(.verbPast) { return pastTag(classes, context) }
    if classes.contains(.adjective) { return adjectiveTag(classes, context) }
    if classes.contains(.adverb), !classes.contains(.noun) { return .adverb }
    if !classes.isDisjoint(with: [.verbBase, .verbS]) { return verbTag(classes, context) }
    return .noun
  }

  /// Adjectives before a noun; elsewhere those that can be nouns are.
  private func adjectiveTag(_ classes: WordClass, _ context: TagContext) -> WordTag {
    if context.nextIsNounLike { return .adjective }
    if classes.contains(.adverb), context.previous != .determiner { return .adverb }
    if classes.contains(.noun), context.previous != .auxiliary {
      return !classes.isDisjoint(with: [.verbBase, .verbS]) ? verbTag(classes, context) : .noun
    }
    if !classes.isDisjoint(with: [.verbBase, .verbS]) {
      return context.previous.opensPhrase ? .adjective : verbTag(classes, context)
    }
    return .adjective
  }

  /// `a flying kite`, `of grazing sheep`, but `a man flying a kite`.
  private func ingTag(_ classes: WordClass, _ context: TagContext) -> WordTag {
    if classes.contains(.noun) {
      return context.previous == .auxiliary && context.next != nil ? .verb : .noun
    }
    let previous = context.previous
    if previous.opensPhrase || context.isStart || previous == .preposition {
      if context.nextIsNounLike { return .adjective }
      return previous.opensPhrase && previous != .adjective ? .noun : .verb
    }
    if previous == .conjunction || context.previousWord == ",", context.nextIsNounLike,
      !context.isAfterVerbList
    {
      return .adjective
    }
    return .verb
  }

  /// `a parked car`, `with sliced bread`, but `a car parked on the street`.
  private func pastTag(_ classes: WordClass, _ context: TagContext) -> WordTag {
    if classes.contains(.noun), context.previous.opensPhrase || context.previous == .preposition {
      return context.nextIsNounLike && classes.contains(.adjective) ? .adjective : .noun
    }
    let previous = context.previous
    let canDescribe =
      previous.opensPhrase || context.isStart || previous == .preposition
      || previous == .conjunction
      || previous == .verb || previous == .adverb || previous == .sign
    if canDescribe, context.nextIsNounLike { return .adjective }
    if classes.contains(.adjective), context.nextIsNounLike, previous != .noun,
      previous != .pronoun
    {
      return .adjective
    }
    return .verb
  }

  /// Words that can be a verb and, many of them, a noun.
  private func verbTag(_ classes: WordClass, _ context: TagContext) -> WordTag {
    guard classes.contains(.noun) else {
      let isNoun =
        context.previous.opensPhrase && !context.previousIsBareNumber
        || classes.contains(.verbS) && context.previous == .preposition
      return isNoun ? .noun : .verb
    }
    let previous = context.previous
    if previous.opensPhrase || previous == .preposition || previous == .verb {
      let isVerb =
        context.previousWord == "to"
        && (context.nextStartsObject || context.next != "of" && !classes.contains(.mostlyNoun))
      return isVerb ? .verb : .noun
    }
    if context.isAfterModal || previous == .pronoun { return .verb }
    if previous == .noun { return afterNounTag(classes, context) }
    if previous == .conjunction {
      return context.isAfterVerbList && !classes.contains(.mostlyNoun) ? .verb : .noun
    }
    if context.isStart {
      let isCommand = context.nextStartsPhrase && classes.contains(.verbBase)
      return isCommand && !classes.contains(.mostlyNoun) ? .verb : .noun
    }
    if previous == .adverb {
      return classes.contains(.mostlyNoun) ? .noun : .verb
    }
    return .noun
  }

  /// `a man stands`, `two men stand`, `people ride horses`, but `two bus stops`, `a dog park`.
  private func afterNounTag(_ classes: WordClass, _ context: TagContext) -> WordTag {
    let isPlural = context.subjectIsPlural
    if classes.contains(.mostlyNoun) {
      if classes.contains(.verbBase), isPlural, !context.nextIsNounLike { return .verb }
      let agrees = classes.contains(.verbS) ? !isPlural : isPlural
      return context.nextStartsObject && agrees && !context.phraseWantsPlural ? .verb : .noun
    }
    if classes.contains(.verbS) {
      return context.phraseWantsPlural ? .noun : .verb
    }
    if isPlural { return .verb }
    return .noun
  }
}
