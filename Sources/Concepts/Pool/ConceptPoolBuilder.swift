public import Records

/// Counts the mentions of captions and makes a pool of them by rules.
///
/// Builders of consecutive runs of images can be filled independently and joined with `merge`;
/// the pool is the same for any cut and any number of threads.
public struct ConceptPoolBuilder: Sendable {
  /// The rules that `finish` applies.
  public let rules: ConceptRules
  /// What was counted so far.
  public private(set) var counts = ConceptCounts()
  private var accounting = PoolAccounting()

  /// Creates an empty builder.
  public init(rules: ConceptRules) {
    self.rules = rules
  }

  /// Adds one image in plan order: `parsed[i]` is what the parser found in `image.captions[i]`.
  public mutating func add(_ image: InputImage, parsed: [ParsedCaption]) {
    precondition(parsed.count == image.captions.count, "one parsed caption for each caption")
    accounting.images += 1
    accounting.captions += parsed.count
    for found in parsed {
      accounting.mentions += found.mentions.count
      if found.isTruncated { accounting.truncatedCaptions += 1 }
      if let rejection = found.rejection {
        accounting.rejections[rejection.reason, default: 0] += 1
      }
      accounting.droppedMentions.merge(found.dropped, uniquingKeysWith: +)
    }
    counts.add(parsed, captions: image.captions)
  }

  /// Parses the captions of one image and adds them.
  public mutating func add(_ image: InputImage, parser: any CaptionParsing) {
    add(image, parsed: image.captions.map { parser.mentions(in: $0) })
  }

  /// Joins a builder that counted the images after this one's, under the same rules.
  public mutating func merge(_ later: ConceptPoolBuilder) {
    precondition(rules == later.rules, "builders under different rules cannot be merged")
    counts = counts + later.counts
    accounting = accounting + later.accounting
  }

  /// Applies the rules and returns the pool.
  public func finish() -> ConceptPool {
    var selection = ConceptSelection(rules: rules, counts: counts, accounting: accounting)
    return selection.pool()
  }
}
