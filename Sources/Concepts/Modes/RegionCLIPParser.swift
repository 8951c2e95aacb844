import Records

/// The names that RegionCLIP's pools hold: those of sng_parser, which its authors used.
///
/// Of each noun phrase whose head is no pronoun the lemma of the head, with the nouns that modify it
/// before it; determiners, numbers and adjectives are left out, and nothing is filtered: `group`,
/// `couple` and `front` are names. A noun that is part of `in front of`, `on top of` or `next to`
/// is none.
///
/// sng_parser puts each modifier of the head before what it has so far, from left to right, so that
/// `woman tennis player` becomes `tennis woman player`; nouns that modify a modifier stay with it.
/// Our phrases are flat: a modifier belongs to the noun after it when both are a known compound
/// (`tennis court net`), else to the head.
public struct RegionCLIPParser: CaptionParsing {
  private let parser: any CaptionParsing

  /// Creates the mode over a parser that tags and chunks.
  public init(parser: any CaptionParsing = CaptionParser()) {
    self.parser = parser
  }

  private static let prepositions = [
    ["in", "front", "of"], ["on", "top", "of"], ["next", "to"],
  ]

  /// The names of one caption.
  public func mentions(in caption: String) -> ParsedCaption {
    analyse(caption).parsed
  }

  /// Names each phrase anew.
  public func analyse(_ caption: String) -> CaptionAnalysis {
    var analysis = parser.analyse(caption)
    let slices = CaptionSlices(caption)
    var names: [String: Bool] = [:]
    var mentions: [ConceptMention] = []
    for place in analysis.phrases.indices {
      analysis.phrases[place].chains = []
      let mention = self.mention(of: analysis.phrases[place], analysis.tokens, slices, &names)
      analysis.phrases[place].mention = mention
      let isPronoun = analysis.tokens[analysis.phrases[place].head].tag == .pronoun
      analysis.phrases[place].rule = isPronoun ? .pronoun : nil
      if let mention { mentions.append(mention) }
    }
    analysis.parsed.rename(mentions)
    return analysis
  }

  /// Explains which head was taken with which nouns.
  public func explain(_ caption: String) -> CaptionExplanation {
    var explanation = CaptionExplanation(analyse(caption), of: caption)
    for place in explanation.candidates.indices {
      let candidate = explanation.candidates[place]
      if candidate.concept != nil {
        explanation.candidates[place].rule = "head_and_nouns"
        explanation.candidates[place].reason = "the head and the nouns that modify it"
      } else if candidate.rule == "not_named" {
        explanation.candidates[place].rule = "preposition"
        explanation.candidates[place].reason = "part of a preposition of several words"
      }
    }
    return explanation
  }

  private func mention(
    of phrase: CaptionAnalysis.Phrase, _ tokens: [CaptionAnalysis.Token], _ slices: CaptionSlices,
    _ known: inout [String: Bool]
  ) -> ConceptMention? {
    let head = phrase.head
    guard tokens[head].tag != .pronoun, !isFake(head, tokens) else { return nil }
    var first = head
    while first > phrase.tokens.lowerBound, tokens[first - 1].tag.isNoun { first -= 1 }
    let words = tokens[first...head].map(\.lemma)
    let name = Self.ordered(words) { left, right in
      let compound = left + " " + right
      if let answer = known[compound] { return answer }
      let answer = isCompound(compound)
      known[compound] = answer
      return answer
    }
    let span = tokens[first].start..<tokens[head].end
    return ConceptMention(
      concept: name, surface: slices[span], start: span.lowerBound, end: span.upperBound)
  }

  /// The words in sng_parser's order; `belongs` tells whether a word modifies the one after it.
  static func ordered(_ words: [String], belongs: (String, String) -> Bool) -> String {
    guard let head = words.last else { return "" }
    // Groups of modifiers from left to right; each ends with a modifier of the head.
    var groups: [[String]] = []
    var group: [String] = []
    for (index, word) in words.dropLast().enumerated() {
      group.append(word)
      let isLast = index == words.count - 2
      if isLast || !belongs(word, words[index + 1]) {
        groups.append(group)
        group = []
      }
    }
    return (groups.reversed().flatMap { $0 } + [head]).joined(separator: " ")
  }

  private func isCompound(_ name: String) -> Bool {
    parser.mentions(in: "a " + name).mentions.contains { $0.concept == name }
  }

  /// Whether a noun is part of a preposition of several words.
  private func isFake(_ head: Int, _ tokens: [CaptionAnalysis.Token]) -> Bool {
    Self.prepositions.contains { words in
      guard let offset = words.firstIndex(of: tokens[head].text) else { return false }
      let start = head - offset
      guard start >= 0, start + words.count <= tokens.count else { return false }
      return zip(words, tokens[start...]).allSatisfy { $0 == $1.text }
    }
  }
}
