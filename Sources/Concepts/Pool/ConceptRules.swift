import Codecs
import Records

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
  /// Names that are never in the pool, in any inflection or spelling; wins over `added`.
  public var removed: [String]
  /// Whether the synonyms of removed names that `SynonymList` knows are removed as well.
  public var removesSynonyms = true
  /// Whether longer names that end in a removed one are removed as well: `tour bus` with `bus`.
  public var removesKinds = false
  /// The user's own synonyms: counted as one, and removed with a removed name.
  public var synonyms = SynonymGroups.none
  /// Least share of physical senses that `DropRule.abstract` leaves.
  public var physicalShareMin = 0.1
  /// Least share of uses as a noun that `DropRule.nounRate` leaves.
  public var nounRateMin = 0.15
  /// Uses below which a noun rate says nothing.
  public var nounRateUsesMin = 20

  /// Every filter but those for collectives and negated names.
  public static let defaultFilters: Set<DropRule> = [
    .measureNoun, .pronoun, .stopConcept, .number, .tooShort, .tooLong, .abstract, .nounRate,
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

extension ConceptRules {
  /// Counts the changes of what the parser finds with one model; raise it with each.
  private static let parser = 2

  /// The name that each synonym is counted under: the user's groups, before those of `SynonymList`.
  public func canonicalNames(mergesKnown: Bool) -> [String: String] {
    synonyms.canonical(over: mergesKnown ? SynonymList.canonical : [:])
  }

  /// What of the rules acts while captions are counted, as one line: counts under different lines
  /// do not add up.
  ///
  /// `mode` names a parser that is not of these rules; `nil` is the rules' own. `model` is what the
  /// parser has learned.
  public func parsingText(
    mode: String? = nil, mergesSynonyms: Bool, model: CaptionModel = .standard
  ) -> String {
    let synonyms =
      "parser=\(Self.parser) synonyms=\(mergesSynonyms)"
      + (self.synonyms.groups.isEmpty ? "" : "+\(self.synonyms.digest)")
      + (model.digest.map { " model=\($0.hex)" } ?? "")
    if let mode { return "mode=\(mode) \(synonyms)" }
    let parsed: [DropRule] = [.measureNoun, .collective, .pronoun, .properNoun, .negated]
    let filters = parsed.filter(self.filters.contains).map(\.rawValue).joined(separator: "+")
    let names = Set(added.map(ConceptName.cleaned).filter { $0.contains(" ") }).sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
    return "mode=concepts filters=\(filters) \(synonyms) "
      + "compounds=\(names.joined(separator: "|"))"
  }
}
