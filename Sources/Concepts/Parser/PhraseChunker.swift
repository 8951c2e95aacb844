/// Finds noun phrases: determiners, numbers and adjectives before a run of nouns.
///
/// `a man's hat` is two phrases; `black and white cat` and `small, round table` are one each.
enum PhraseChunker {
  /// The phrases of a tagged caption as ranges of tokens; each ends with its head.
  static func phrases(_ tokens: [CaptionToken], _ tags: [WordTag]) -> [Range<Int>] {
    var phrases: [Range<Int>] = []
    var start = 0
    while start < tags.count {
      guard let range = phrase(from: start, tokens, tags) else {
        start += 1
        continue
      }
      phrases.append(range)
      start = range.upperBound
    }
    return phrases
  }

  private static func phrase(from start: Int, _ tokens: [CaptionToken], _ tags: [WordTag])
    -> Range<Int>?
  {
    var end = start
    while end < tags.count, isModifier(at: end, from: start, tokens, tags) { end += 1 }
    guard end < tags.count, tags[end] == .noun else { return nil }
    while end < tags.count, tags[end] == .noun { end += 1 }
    return start..<end
  }

  private static func isModifier(
    at place: Int, from start: Int, _ tokens: [CaptionToken], _ tags: [WordTag]
  ) -> Bool {
    switch tags[place] {
    case .determiner, .possessive:
      // `all the dogs` is one phrase, `red the dogs` is two.
      return place == start || tags[place - 1] == .determiner
    case .number, .adjective: return true
    case .adverb: return place + 1 < tags.count && isDescription(tags[place + 1])
    case .conjunction:
      return place > start && tags[place - 1] == .adjective && tokens[place].text != "as"
        && reachesNoun(after: place, tags)
    case .sign:
      let isComma = tokens[place].text == "," || tokens[place].text == "-"
      return isComma && place > start && tags[place - 1] == .adjective
        && reachesNoun(after: place, tags)
    default: return false
    }
  }

  private static func isDescription(_ tag: WordTag) -> Bool {
    tag == .adjective || tag == .number
  }

  /// Whether adjectives and then a noun follow, without a new determiner.
  private static func reachesNoun(after place: Int, _ tags: [WordTag]) -> Bool {
    var next = place + 1
    if next < tags.count, tags[next] == .conjunction { next += 1 }
    guard next < tags.count, tags[next] == .adjective else { return false }
    while next < tags.count, tags[next] == .adjective { next += 1 }
    return next < tags.count
      && (tags[next] == .noun || tags[next] == .conjunction || tags[next] == .sign)
  }
}
