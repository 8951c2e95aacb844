public import Records

/// What went into a pool and what was left out, so that every caption can be accounted for.
public struct PoolAccounting: Hashable, Sendable {
  /// A name and how often it was met.
  public struct NameCount: Hashable, Sendable {
    /// The name.
    public var name: String
    /// Times it was met.
    public var occurrences: Int
    /// Captions in which it was met.
    public var captions: Int
  }

  /// Most names kept of each rule that dropped them.
  public static let droppedSamplesMax = 10

  /// Images that have a caption; a caption without an image is one of its own.
  public var images = 0
  /// Captions seen.
  public var captions = 0
  /// Captions that belong to no image.
  public var captionsWithoutImage = 0
  /// Captions that were longer than the parser reads.
  public var truncatedCaptions = 0
  /// Mentions counted, before thresholds.
  public var mentions = 0
  /// Distinct names counted, before thresholds and lists.
  public var distinctNames = 0
  /// Captions without a mention by reason.
  public var rejections: [Rejection.Reason: Int] = [:]
  /// The first captions that were rejected for each reason.
  public var rejectionSamples: [Rejection.Reason: [CountAccount.Sample]] = [:]
  /// Mentions (occurrences) dropped by rule.
  public var droppedMentions: [DropRule: Int] = [:]
  /// Distinct names dropped by rule.
  public var droppedNames: [DropRule: Int] = [:]
  /// The most frequent names that each rule dropped.
  public var droppedSamples: [DropRule: [NameCount]] = [:]
  /// Names of the add list that no caption names.
  public var addedUnseen = 0
  /// Names that the remove list dropped, with the captions that mention them, most frequent first.
  public var removedNames: [NameCount] = []
  /// Longer names whose words belong together, by NPMI descending.
  public var collocations: [Collocation] = []
  /// Rare unknown words that look like a frequent concept, most frequent first.
  public var misspellings: [Misspelling] = []
  /// The files that were counted.
  public var inputs: [CountedInput] = []
  /// How captions were parsed.
  public var parsing = ""

  /// Creates an empty account.
  public init() {}

  /// Takes over what counting found.
  init(_ summary: CountSummary) {
    let account = summary.account
    captions = account.captions
    captionsWithoutImage = account.captionsWithoutImage
    truncatedCaptions = account.truncatedCaptions
    mentions = account.mentions
    for (reason, count) in account.rejections {
      if let reason = Rejection.Reason(rawValue: reason) { rejections[reason] = count }
    }
    for (reason, samples) in account.samples {
      if let reason = Rejection.Reason(rawValue: reason) { rejectionSamples[reason] = samples }
    }
    for (rule, count) in account.dropped {
      if let rule = DropRule(rawValue: rule) { droppedMentions[rule] = count }
    }
    inputs = summary.inputs
    parsing = summary.parsing
  }

  /// Counts a name that a rule drops, and keeps it if it is one of the most frequent.
  mutating func drop(_ name: String, _ occurrences: Int, _ captions: Int, by rule: DropRule) {
    droppedNames[rule, default: 0] += 1
    droppedMentions[rule, default: 0] += occurrences
    let entry = NameCount(name: name, occurrences: occurrences, captions: captions)
    if rule == .removeList { removedNames.append(entry) }
    var samples = droppedSamples[rule, default: []]
    if samples.count == Self.droppedSamplesMax, let last = samples.last,
      !Self.precedes(entry, last)
    {
      return
    }
    let place = samples.firstIndex { Self.precedes(entry, $0) } ?? samples.endIndex
    samples.insert(entry, at: place)
    droppedSamples[rule] = Array(samples.prefix(Self.droppedSamplesMax))
  }

  /// More occurrences first, then names in byte order.
  static func precedes(_ left: NameCount, _ right: NameCount) -> Bool {
    if left.occurrences != right.occurrences { return left.occurrences > right.occurrences }
    return left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
  }
}
