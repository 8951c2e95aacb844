/// How a pool is made of mentions: thresholds, filters and the user's own lists.
public struct ConceptRules: Hashable, Sendable {
  /// Which chains of nouns become concepts beside their heads.
  public enum Chains: String, CaseIterable, Sendable {
    /// None: only known compounds and heads.
    case none
    /// Those whose words occur together far more often than by chance.
    case collocations
    /// Every chain that passes the thresholds.
    case all
  }

  /// Least number of mentions; RegionCLIP's paper says 100, its released COCO list has 11.
  public var occurrencesMin: Int
  /// Least number of images.
  public var imagesMin: Int
  /// Most concepts, the most frequent ones; `Int.max` for no limit.
  public var conceptsMax: Int
  /// The filters in force; thresholds and lists need no entry here.
  public var filters: Set<DropRule>
  /// Which chains of nouns become concepts.
  public var chains: Chains
  /// Names that are in the pool even when no caption names them.
  public var added: [String]
  /// Names that are never in the pool, in any inflection; wins over `added`.
  public var removed: [String]

  /// Every filter but the one for collectives.
  public static let defaultFilters: Set<DropRule> = [
    .measureNoun, .pronoun, .stopConcept, .number, .tooShort, .tooLong, .abstract,
    .properNoun,
  ]

  /// Creates rules; the defaults are those of RegionCLIP's paper.
  public init(
    occurrencesMin: Int = 100, imagesMin: Int = 1, conceptsMax: Int = .max,
    filters: Set<DropRule> = defaultFilters, chains: Chains = .collocations,
    added: [String] = [], removed: [String] = []
  ) {
    self.occurrencesMin = occurrencesMin
    self.imagesMin = imagesMin
    self.conceptsMax = conceptsMax
    self.filters = filters
    self.chains = chains
    self.added = added
    self.removed = removed
  }
}
