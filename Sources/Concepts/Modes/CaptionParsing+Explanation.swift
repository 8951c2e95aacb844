extension CaptionParsing {
  /// Explains what `mentions(in:)` answers, by the noun phrases that `analyse` tells.
  public func explain(_ caption: String) -> CaptionExplanation {
    CaptionExplanation(analyse(caption), of: caption)
  }
}

/// Parsers that look at words and not at phrases.
protocol WordwiseParsing: CaptionParsing {}

extension WordwiseParsing {
  /// The answer alone: these parsers know no tags and no phrases.
  public func analyse(_ caption: String) -> CaptionAnalysis {
    CaptionAnalysis(tokens: [], phrases: [], parsed: mentions(in: caption))
  }
}
