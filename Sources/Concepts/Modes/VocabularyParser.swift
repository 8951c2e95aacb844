import Records

/// Finds the names of a vocabulary in noun phrases, by the singular of their heads.
///
/// `dogs.` names `dog`, `dog house` does not; of several names the longest in a phrase wins. Names
/// are looked up, so that time does not grow with the vocabulary.
public struct VocabularyParser: WordwiseParsing {
  private let matcher: ConceptMatcher
  private let parser: any CaptionParsing
  /// The name of the category of each name.
  private let categories: [String]

  /// Creates the mode; `vocabulary[i]` are the names of category `i`, the first of which is given.
  public init(vocabulary: [[String]], model: CaptionModel = .standard) {
    // What stands in parentheses tells senses apart and is never written: `bow_(weapon)`.
    let names = vocabulary.flatMap { $0.map { String($0.prefix { $0 != "(" }) } }
    categories = vocabulary.flatMap { names in names.map { _ in names.first ?? "" } }
    parser = CaptionParser(compounds: names, model: model)
    matcher = ConceptMatcher(names: names, parser: parser)
  }

  /// The vocabulary's names in one caption.
  public func mentions(in caption: String) -> ParsedCaption {
    let mentions = matcher.matches(in: caption).map { match in
      var mention = match.mention
      mention.concept = categories[Int(match.conceptID)]
      return mention
    }
    guard mentions.isEmpty else { return ParsedCaption(mentions: mentions) }
    let rejection = parser.mentions(in: caption).rejection
    return ParsedCaption(
      rejection: rejection ?? Rejection(.noConcept, "no name of the vocabulary"))
  }

  /// Explains which phrase names what.
  public func explain(_ caption: String) -> CaptionExplanation {
    var explanation = CaptionExplanation(parser.analyse(caption), of: caption)
    let parsed = mentions(in: caption)
    for place in explanation.candidates.indices {
      let end = explanation.candidates[place].end
      let match = parsed.mentions.first { $0.end == end }
      explanation.candidates[place].concept = match?.concept
      explanation.candidates[place].rule = match == nil ? "not_in_vocabulary" : "match"
      explanation.candidates[place].reason =
        match.map { "'\($0.surface)' is a name of the vocabulary" }
        ?? "no name of the vocabulary ends this phrase"
    }
    explanation.rejection = parsed.rejection
    return explanation
  }
}
