/// The ways to find names in a caption; all are `CaptionParsing`.
public enum ConceptMode: String, CaseIterable, Sendable {
  /// Our own: nouns and compounds in the singular, measures, stop words and the like left out.
  case concepts
  /// The names of RegionCLIP's pools: head and compounds of noun phrases, no filter.
  case regionclip
  /// Noun phrases with their attributes, without their determiner, as GLIP grounds them.
  case phrases
  /// Every run of words, as OWL-ST queries them; any language.
  case ngram
  /// The names of a vocabulary, by the singular of their words and by phrase.
  case match
  /// The names of a vocabulary as sub-strings, as Detic's and RKD's caption tags are made.
  case matchSubstring = "match-substring"

  /// Whether the mode looks for given names.
  public var needsVocabulary: Bool { self == .match || self == .matchSubstring }

  /// The parser of the mode.
  ///
  /// - Parameters:
  ///   - vocabulary: For `match` and `matchSubstring`: the names of each category, the first of
  ///     which names the concept.
  ///   - stripsPunctuation: For `ngram`: whether signs around words are taken off; OWL-ST keeps them.
  ///   - model: What the parser has learned; `ngram` and `matchSubstring` do without.
  /// - Returns: A parser without state, for any number of threads.
  public func parser(
    vocabulary: [[String]] = [], stripsPunctuation: Bool = true,
    model: CaptionModel = .standard
  ) -> any CaptionParsing {
    switch self {
    case .concepts: DefaultNameParser(parser: CaptionParser(model: model))
    case .regionclip: RegionCLIPParser(parser: CaptionParser(model: model))
    case .phrases: PhraseParser(parser: CaptionParser(model: model))
    case .ngram: NGramParser(stripsPunctuation: stripsPunctuation)
    case .match: VocabularyParser(vocabulary: vocabulary, model: model)
    case .matchSubstring: SubstringParser(vocabulary: vocabulary)
    }
  }
}
