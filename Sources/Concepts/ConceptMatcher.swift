public import Records

/// Finds the names of a given pool in captions, for image-level labels.
///
/// Compares heads of noun phrases, not substrings: `dogs.` names `dog`, `dog house` does not. In
/// each phrase the longest name wins: with `street` and `street sign` in the pool, `a street sign`
/// is a `street sign`; with `sign` alone it is a `sign`.
public struct ConceptMatcher: Sendable {
  private let ids: [String: UInt32]
  private let parser: any CaptionParsing

  /// Creates a matcher of `names`, whose places are the concept ids, with the rule-based parser,
  /// which takes names of several words as compounds.
  ///
  /// `synonyms` maps other names to the one that the pool counts them under: they name it here too.
  public init(
    names: [String], synonyms: [String: String] = [:], model: CaptionModel = .standard
  ) {
    let ids = Self.ids(names, synonyms: synonyms)
    self.ids = ids
    let others = synonyms.keys.filter { ids[$0] != nil }
    parser = CaptionParser(compounds: names + others, model: model)
  }

  /// Creates a matcher of `names` over another parser.
  public init(names: [String], parser: any CaptionParsing) {
    ids = Self.ids(names)
    self.parser = parser
  }

  /// The ids of names, cleaned and in their normal form, and of the synonyms of those.
  public static func ids(
    _ names: [String], synonyms: [String: String]
  ) -> [String: UInt32] {
    let own = Self.ids(names)
    var ids = own
    for (name, counted) in synonyms where own[name] == nil { ids[name] = own[counted] }
    return ids
  }

  private static func ids(_ names: [String]) -> [String: UInt32] {
    var ids: [String: UInt32] = [:]
    for (id, name) in names.enumerated() {
      for form in [ConceptName.cleaned(name), ConceptName.normalForm(name)]
      where ids[form] == nil {
        ids[form] = UInt32(id)
      }
    }
    return ids
  }

  /// The mentions of pool names in a caption, in its order; `concept` is the matched form.
  public func matches(in caption: String) -> [(conceptID: UInt32, mention: ConceptMention)] {
    let parsed = parser.mentions(in: caption)
    return parsed.mentions.compactMap { mention in
      let longer = parsed.chains.map(\.mention).filter { $0.end == mention.end }
      let candidates = longer.sorted { $0.start < $1.start } + [mention]
      for candidate in candidates {
        if let id = ids[candidate.concept] { return (id, candidate) }
      }
      return shortened(mention)
    }
  }

  /// The labels of an image with these captions, in caption order.
  public func labels(of captions: [String]) -> [ImageLabel] {
    captions.enumerated().flatMap { index, caption in
      matches(in: caption).map { match in
        ImageLabel(
          conceptID: match.conceptID, caption: index, start: match.mention.start,
          end: match.mention.end)
      }
    }
  }

  /// Leaves out leading words of a compound until the rest is in the pool.
  private func shortened(_ mention: ConceptMention) -> (UInt32, ConceptMention)? {
    let words = mention.concept.split(separator: " ")
    for dropped in 1..<max(words.count, 1) {
      let rest = words.dropFirst(dropped).joined(separator: " ")
      guard let id = ids[rest] else { continue }
      let surface = Self.lastWords(words.count - dropped, of: mention.surface)
      let match = ConceptMention(
        concept: rest, surface: surface, start: mention.end - surface.unicodeScalars.count,
        end: mention.end)
      return (id, match)
    }
    return nil
  }

  /// The end of `surface` from its `count`th last word on.
  private static func lastWords(_ count: Int, of surface: String) -> String {
    var remaining = count
    var start = surface.unicodeScalars.endIndex
    var isInWord = false
    let scalars = surface.unicodeScalars
    while start > scalars.startIndex {
      let before = scalars.index(before: start)
      let isSpace = scalars[before].properties.isWhitespace
      if isSpace && isInWord {
        remaining -= 1
        if remaining == 0 { break }
      }
      isInWord = !isSpace
      start = before
    }
    return String(scalars[start...])
  }
}
