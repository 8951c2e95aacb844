import Records

/// The names of a vocabulary as sub-strings of a single caption (`SubstringMatcher`).
public struct SubstringParser: WordwiseParsing {
  private let matcher: SubstringMatcher
  private let categories: [String]

  /// Creates the mode; `vocabulary[i]` are the names of category `i`, the first of which is given.
  public init(vocabulary: [[String]]) {
    matcher = SubstringMatcher(names: vocabulary)
    categories = vocabulary.map { $0.first ?? "" }
  }

  /// The categories that the caption names, in the vocabulary's order, each where it stands first.
  public func mentions(in caption: String) -> ParsedCaption {
    let slices = CaptionSlices(caption)
    let mentions = matcher.matches(in: [caption]).map { match in
      ConceptMention(
        concept: categories[Int(match.category)], surface: slices[match.start..<match.end],
        start: match.start, end: match.end)
    }
    guard mentions.isEmpty else { return ParsedCaption(mentions: mentions) }
    return ParsedCaption(
      rejection: caption.unicodeScalars.allSatisfy(PythonText.isSpace)
        ? Rejection(.emptyCaption, "no word")
        : Rejection(.noConcept, "no name of the vocabulary between spaces"))
  }

  /// Explains which piece names what.
  public func explain(_ caption: String) -> CaptionExplanation {
    let parsed = mentions(in: caption)
    return CaptionExplanation(
      caption: caption, tokens: [],
      candidates: parsed.mentions.map {
        CaptionExplanation.Candidate(
          surface: $0.surface, start: $0.start, end: $0.end, concept: $0.concept,
          rule: "sub_string", reason: "stands between spaces, or at an end beside one")
      },
      rejection: parsed.rejection)
  }
}
