import Records

/// The mode `concepts` for single captions: the parser's mentions without those that the default
/// filters keep out of a pool by their name alone.
public struct DefaultNameParser: CaptionParsing {
  private let parser: any CaptionParsing

  /// Creates the mode over `parser`.
  public init(parser: any CaptionParsing = CaptionParser()) {
    self.parser = parser
  }

  /// Parses one caption.
  public func mentions(in caption: String) -> ParsedCaption {
    filtered(parser.mentions(in: caption))
  }

  /// Parses one caption and tells how.
  public func analyse(_ caption: String) -> CaptionAnalysis {
    var analysis = parser.analyse(caption)
    analysis.parsed = filtered(analysis.parsed)
    for place in analysis.phrases.indices where analysis.phrases[place].rule == nil {
      guard let name = analysis.phrases[place].mention?.concept else { continue }
      analysis.phrases[place].rule = Self.rule(name)
    }
    return analysis
  }

  private func filtered(_ whole: ParsedCaption) -> ParsedCaption {
    var parsed = whole
    parsed.mentions.removeAll { mention in
      guard let rule = Self.rule(mention.concept) else { return false }
      parsed.dropped[rule, default: 0] += 1
      return true
    }
    if parsed.mentions.isEmpty, parsed.rejection == nil {
      parsed.rejection = Rejection(.noConcept, "no noun names a thing")
    }
    return parsed
  }

  private static func rule(_ name: String) -> DropRule? {
    ConceptName.isKept(name) ? nil : ConceptName.dropRule(name)
  }
}
