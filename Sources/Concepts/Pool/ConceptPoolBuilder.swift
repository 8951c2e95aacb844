public import Records

/// Counts the captions of images in memory and makes a pool of them by rules.
///
/// Builders of consecutive runs of images can be filled independently and joined with `merge`;
/// the pool is the same for any cut and any number of threads.
public struct ConceptPoolBuilder: Sendable {
  /// The rules that `finish` applies.
  public let rules: ConceptRules
  /// The own counter, then those of later builders.
  private var counters: [(counter: ConceptCounter, captionsBefore: Int)]
  private var captions = 0

  /// Creates an empty builder.
  public init(rules: ConceptRules, synonyms: [String: String] = [:]) {
    self.rules = rules
    counters = [(ConceptCounter(synonyms: synonyms), 0)]
  }

  /// Adds one image in plan order: `parsed[i]` is what the parser found in `image.captions[i]`.
  public mutating func add(_ image: InputImage, parsed: [ParsedCaption]) {
    precondition(counters.count == 1, "a builder that was merged into takes no more images")
    precondition(parsed.count == image.captions.count, "one parsed caption for each caption")
    for (caption, found) in zip(image.captions, parsed) {
      counters[0].counter.add(
        caption, parsed: found, image: image.key.bytes,
        place: CaptionPlace(file: 0, ordinal: captions))
      captions += 1
    }
  }

  /// Parses the captions of one image and adds them.
  public mutating func add(_ image: InputImage, parser: any CaptionParsing) {
    add(image, parsed: image.captions.map { parser.mentions(in: $0) })
  }

  /// Joins a builder that counted the images after this one's, under the same rules.
  public mutating func merge(_ later: ConceptPoolBuilder) {
    precondition(rules == later.rules, "builders under different rules cannot be merged")
    counters += later.counters.map { ($0.counter, $0.captionsBefore + captions) }
    captions += later.captions
  }

  /// Applies the rules and returns the pool.
  public func finish() -> ConceptPool {
    do {
      return try ConceptPool(
        counts: CountSources(counters: counters, parsing: ""), rules: rules, scratch: "")
    } catch {
      preconditionFailure("counts in memory cannot fail: \(error)")
    }
  }
}
