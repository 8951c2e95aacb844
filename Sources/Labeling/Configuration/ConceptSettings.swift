/// Which noun phrases of the captions become the concept pool, and how their text is embedded.
public struct ConceptSettings: Hashable, Sendable {
  /// Caption files that the pool is made of instead of the captions of the images.
  public let corpus: [String]
  /// Ready pool to use as it is: a `pool.tsv`, or a list with one name on each line.
  public let pool: String?
  /// How names are found in captions.
  public let mode: Naming
  /// Concepts named fewer times than this are left out.
  public let minOccurrences: Int
  /// Concepts named in fewer images than this are left out.
  public let minImages: Int
  /// Largest number of concepts in the pool: the added names, then the most frequent ones.
  public let top: Int
  /// Rules that keep phrases out of the pool; a rule that is not listed does not act.
  public let filters: [Filter]
  /// Which chains of nouns become concepts beside their last noun.
  public let chains: Chains
  /// Names that are in the pool whatever the captions say.
  public let add: [String]
  /// Text file with more names to add, one per line.
  public let addFile: String?
  /// Names that are never in the pool.
  public let remove: [String]
  /// Text file with more names to remove, one per line.
  public let removeFile: String?
  /// Whether known synonyms of removed names are removed as well.
  public let removeSynonyms: Bool
  /// Whether longer names that end in a removed one are removed as well.
  public let removeKinds: Bool
  /// Whether names that mean the same are counted as one; spellings show what was merged.
  public let mergeSynonyms: Bool
  /// File of synonyms, one concept on a line, names with commas between; the first one is counted.
  public let synonymsFile: String?
  /// Caption model that `pseudobox concepts train` made, in place of the built-in one.
  public let captionModel: String?
  /// Phrases in which a concept is embedded: a set by name, or a list with `{}` for the concept.
  public let templates: Templates
  /// How the embeddings of a concept's templates become one.
  public let averaging: Averaging

  /// The ways to find names.
  public enum Naming: String, CaseIterable, Sendable {
    /// Nouns and known compounds in the singular.
    case concepts
    /// The heads and compounds of RegionCLIP's pools; with no filters and no chains as published.
    case regionclip
    /// Noun phrases with their attributes, without their determiner, as GLIP grounds them.
    case phrases
    /// Every run of up to ten words, as OWL-ST queries them; any language.
    case ngram
  }

  /// A rule that keeps phrases out of the pool.
  public enum Filter: String, CaseIterable, Sendable {
    /// A word that counts or measures what follows `of`: a bunch, a pair.
    case measureNoun = "measure_noun"
    /// A phrase without a noun: something, each other.
    case pronoun
    /// A word for the picture or a place in it, alone: view, front, side.
    case stopConcept = "stop_concept"
    /// A collective before `of`: herd, crowd. Off unless listed.
    case collective
    /// Only digits or a number word.
    case number
    /// A single letter or symbol.
    case tooShort = "too_short"
    /// More words than a name has.
    case tooLong = "too_long"
    /// A known name of which hardly any sense is a physical thing.
    case abstract
    /// A person, place or brand that is no kind of thing.
    case properNoun = "proper_noun"
    /// A name after `no` or `without`. Off unless listed.
    case negated
    /// One word that is hardly ever a noun in these captions.
    case nounRate = "noun_rate"
  }

  /// Which chains of nouns become concepts.
  public enum Chains: String, CaseIterable, Sendable {
    /// None but known compounds.
    case known = "none"
    /// Those whose words occur together far more often than by chance.
    case collocations
    /// Every chain that passes the thresholds.
    case all
  }

  /// The phrases in which a concept is embedded.
  public enum Templates: Hashable, Sendable {
    /// A set that the tool knows by name.
    case named(TemplateSet)
    /// The user's own, each with `{}` once.
    case own([String])
  }

  /// The sets of templates that the tool knows.
  public enum TemplateSet: String, CaseIterable, Sendable {
    /// The concept alone.
    case plain
    /// One phrase: a photo of the concept.
    case photo
    /// The seven templates that CLIP's authors found best together.
    case clip7
    /// The 81 of RegionCLIP: the plain name and the 80 ImageNet templates of CLIP.
    case regionclip81
  }

  /// How the embeddings of several templates become one.
  public enum Averaging: String, CaseIterable, Sendable {
    /// Mean of the embeddings as the tower gives them, as RegionCLIP does.
    case rawMean = "raw_mean"
    /// Mean of unit vectors, made a unit vector again, as CLIP's authors do.
    case normalizedMean = "normalized_mean"
  }

  static let table = SettingsTable(
    "ConceptSettings",
    [
      concept("corpus", .list(.path, count: 0...100_000), .value(.list([]))),
      concept("pool", .path, .absent),
      concept(
        "mode", .choice(Naming.allCases.map(\.rawValue)), .value(.text(Naming.concepts.rawValue))),
      concept("min_occurrences", .integer(1...1_000_000_000), .value(.integer(3))),
      concept("min_images", .integer(1...1_000_000_000), .value(.integer(2))),
      concept("top", .integer(1...1_000_000), .value(.integer(20_000))),
      concept(
        "filters",
        .list(.choice(Filter.allCases.map(\.rawValue)), count: 0...Filter.allCases.count),
        .value(
          .list(
            Filter.allCases.filter { ![.collective, .negated].contains($0) }
              .map { .text($0.rawValue) }))),
      concept(
        "chains", .choice(Chains.allCases.map(\.rawValue)),
        .value(.text(Chains.collocations.rawValue))),
      concept("add", .list(.text, count: 0...100_000), .value(.list([]))),
      concept("add_file", .path, .absent),
      concept("remove", .list(.text, count: 0...100_000), .value(.list([]))),
      concept("remove_file", .path, .absent),
      concept("remove_synonyms", .flag, .value(.flag(true))),
      concept("remove_kinds", .flag, .value(.flag(false))),
      concept("merge_synonyms", .flag, .value(.flag(false))),
      concept("synonyms_file", .path, .absent),
      Setting("caption_model", .path, .absent, passes: [.concepts, .labels]),
      concept(
        "templates",
        .either(
          .choice(TemplateSet.allCases.map(\.rawValue)), list: .list(.template, count: 1...1_000)),
        .value(.text(TemplateSet.photo.rawValue))),
      concept(
        "averaging", .choice(Averaging.allCases.map(\.rawValue)),
        .value(.text(Averaging.rawMean.rawValue))),
    ])

  private static func concept(
    _ name: String, _ kind: SettingKind, _ fallback: Setting.Fallback
  ) -> Setting {
    Setting(name, kind, fallback, passes: [.concepts])
  }

  init(_ values: SettingValues) {
    corpus = values.paths("corpus")
    pool = values.optionalPath("pool")
    mode = values.choice("mode")
    minOccurrences = values.integer("min_occurrences")
    minImages = values.integer("min_images")
    top = values.integer("top")
    filters = values.choices("filters")
    chains = values.choice("chains")
    add = values.texts("add")
    addFile = values.optionalPath("add_file")
    remove = values.texts("remove")
    removeFile = values.optionalPath("remove_file")
    removeSynonyms = values.flag("remove_synonyms")
    removeKinds = values.flag("remove_kinds")
    mergeSynonyms = values.flag("merge_synonyms")
    synonymsFile = values.optionalPath("synonyms_file")
    captionModel = values.optionalPath("caption_model")
    templates =
      values.isList("templates")
      ? .own(values.texts("templates")) : .named(values.choice("templates"))
    averaging = values.choice("averaging")
  }
}
