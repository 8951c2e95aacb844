import ArgumentParser
import Concepts
import Labeling

/// Which counted names become concepts, and how they are embedded.
struct PoolSelectionOptions: ParsableArguments {
  @Option(help: "Least number of mentions; RegionCLIP's COCO list has 11 in 591,753 captions.")
  var minCount = 100

  @Option(help: "Least number of images.")
  var minImages = 1

  @Option(help: "Most concepts: the most frequent ones.")
  var top: Int?

  @Option(
    help: ArgumentHelp(
      "A filter to switch off: \(PoolSelectionOptions.filterNames); may be repeated.",
      valueName: "filter"))
  var keep: [String] = []

  @Flag(help: "Switches all filters off; thresholds and lists still act.")
  var noFilters = false

  @Flag(help: "Drops herd, crowd, pile and other collectives before `of`.")
  var dropCollectives = false

  @Flag(help: "Drops names after `no` and `without`.")
  var dropNegated = false

  @Option(
    help: "Longer names to keep: none, collocations or all that pass.",
    transform: { try NamedChoice.value($0) })
  var chains: ConceptRules.Chains = .collocations

  @Option(help: "A name that is in the pool whatever the captions say; may be repeated.")
  var add: [String] = []

  @Option(help: "File with names to add, one per line.", completion: .file())
  var addFile: String?

  @Option(help: "A name that is never in the pool, in no form; may be repeated.")
  var remove: [String] = []

  @Option(help: "File with names to remove, one per line.", completion: .file())
  var removeFile: String?

  @Flag(help: "Removes only the given names and their inflections, not their synonyms.")
  var keepSynonyms = false

  @Option(
    help: ArgumentHelp(
      "File of synonyms: one concept on a line, names with commas between.",
      discussion: """
        `build` counts them under the first one; a removed name takes the others with it. Acts before \
        the list of --merge-synonyms.
        """), completion: .file())
  var synonyms: String?

  @Flag(help: "Removes longer names that end in a removed one as well (tour bus with bus).")
  var removeKinds = false

  @Option(help: "CLIP model folder that embeds the pool.", completion: .directory)
  var model: String?

  @Option(help: "Phrases to embed names in: plain, photo, clip7 or regionclip81.")
  var templates: NamedTemplates = .photo

  @Flag(help: "Averages unit vectors, as CLIP's authors do, and not the tower's own.")
  var normalizedMean = false

  /// The sets of templates that have a name.
  enum NamedTemplates: String, CaseIterable, ExpressibleByArgument {
    case plain, photo, clip7, regionclip81

    var templates: PromptTemplates {
      switch self {
      case .plain: .plain
      case .photo: .photo
      case .clip7: .clip7
      case .regionclip81: .regionclip81
      }
    }
  }

  private static var filterNames: String {
    ConceptRules.defaultFilters.map(\.rawValue).sorted().joined(separator: ", ")
  }

  func validate() throws {
    for (name, value) in [("min-count", minCount), ("min-images", minImages), ("top", top ?? 1)]
    where !(1...1_000_000_000).contains(value) {
      throw ValidationError("--\(name) is \(value), expected 1...1000000000")
    }
    for name in keep where !ConceptRules.defaultFilters.contains(where: { $0.rawValue == name }) {
      throw ValidationError("--keep is '\(name)', expected one of \(Self.filterNames)")
    }
  }

  /// Whether a name is to be removed and its synonyms are to stay.
  var removesNamesAlone: Bool { keepSynonyms && (!remove.isEmpty || removeFile != nil) }

  /// The rules that the options describe.
  func rules() throws -> ConceptRules {
    var filters = ConceptRules.defaultFilters.filter { !keep.contains($0.rawValue) }
    if noFilters { filters = [] }
    if dropCollectives { filters.insert(.collective) }
    if dropNegated { filters.insert(.negated) }
    var rules = ConceptRules(
      occurrencesMin: minCount, imagesMin: minImages, conceptsMax: top ?? .max, filters: filters,
      chains: chains, added: try add + ConceptList.names(ofFile: addFile),
      removed: try remove + ConceptList.names(ofFile: removeFile))
    rules.removesSynonyms = !keepSynonyms
    rules.removesKinds = removeKinds
    rules.synonyms = try ConceptList.synonyms(ofFile: synonyms)
    return rules
  }

  /// Sets how the job embeds its pool.
  func apply(to job: inout PoolJob) {
    job.model = model
    job.templates = templates.templates
    job.normalizesBeforeMean = normalizedMean
    job.ownFiles["synonyms_file"] = synonyms
  }
}
