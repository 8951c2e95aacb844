import Records

/// How often captions name each phrase: the mergeable middle of a pool.
///
/// Counts of disjoint runs of images merge with `+`, earlier images on the left; the result does
/// not depend on where the runs were cut.
public struct ConceptCounts: Sendable, Hashable {
  /// What is known of one phrase.
  struct Entry: Sendable, Hashable {
    var occurrences = 0
    var images = 0
    /// How often each spelling was met, in lower case.
    var surfaces: [String: Int] = [:]
    /// The first caption in plan order that names the phrase.
    var example = ""

    mutating func merge(_ later: Entry) {
      if occurrences == 0 { example = later.example }
      occurrences += later.occurrences
      images += later.images
      surfaces.merge(later.surfaces, uniquingKeysWith: +)
    }
  }

  /// Longest example kept of a caption, in Unicode scalars.
  static let exampleScalarsMax = 512

  var concepts: [String: Entry] = [:]
  var chains: [String: Entry] = [:]

  /// Creates empty counts.
  public init() {}

  /// Adds one image's parsed captions; an image counts once for each phrase.
  mutating func add(_ parsed: [ParsedCaption], captions: [String]) {
    var seen: Set<String> = []
    var seenChains: Set<String> = []
    for (found, caption) in zip(parsed, captions) {
      for mention in found.mentions {
        Self.count(mention, caption, in: &concepts, seen: &seen)
      }
      for chain in found.chains where chain.modifier == .noun {
        Self.count(chain.mention, caption, in: &chains, seen: &seenChains)
      }
    }
  }

  private static func count(
    _ mention: ConceptMention, _ caption: String, in entries: inout [String: Entry],
    seen: inout Set<String>
  ) {
    var entry = entries[mention.concept] ?? Entry()
    if entry.occurrences == 0 { entry.example = shortened(caption) }
    entry.occurrences += 1
    if seen.insert(mention.concept).inserted { entry.images += 1 }
    entry.surfaces[mention.surface.lowercased(), default: 0] += 1
    entries[mention.concept] = entry
  }

  private static func shortened(_ caption: String) -> String {
    guard caption.utf8.count > exampleScalarsMax else { return caption }
    return String(String.UnicodeScalarView(caption.unicodeScalars.prefix(exampleScalarsMax)))
  }

  /// Joins counts of earlier images (`left`) and later ones (`right`).
  public static func + (left: ConceptCounts, right: ConceptCounts) -> ConceptCounts {
    var sum = left
    for (name, entry) in right.concepts { sum.concepts[name, default: Entry()].merge(entry) }
    for (name, entry) in right.chains { sum.chains[name, default: Entry()].merge(entry) }
    return sum
  }
}

extension ConceptCounts.Entry {
  /// Most spellings that a pool lists for a concept.
  static let surfacesMax = 8

  /// The finished concept; spellings by count descending, then bytes.
  func concept(named name: String) -> Concept {
    let ranked = surfaces.sorted { left, right in
      left.value != right.value
        ? left.value > right.value : left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
    }
    return Concept(
      name: name, occurrences: occurrences, images: images,
      surfaceForms: ranked.prefix(Self.surfacesMax).map(\.key), example: example)
  }
}
