/// Where names of the user's own vocabulary stand in a caption, the longest first at each place.
struct OwnNameRanges {
  /// Most words of a name that is looked for.
  static let wordsMax = 5

  /// The places as ranges of tokens, from left to right.
  private(set) var ranges: [Range<Int>] = []

  /// Looks for names by their hashes; single words need no help to be found.
  init(_ reading: CaptionReading, _ finder: ConceptFinder, _ names: Set<UInt64>) {
    var start = 0
    while start < reading.tokens.count {
      guard let end = Self.end(from: start, reading, finder, names) else {
        start += 1
        continue
      }
      ranges.append(start..<end)
      start = end
    }
  }

  private static func end(
    from start: Int, _ reading: CaptionReading, _ finder: ConceptFinder, _ names: Set<UInt64>
  ) -> Int? {
    var state = FeatureHash.seed
    var found: Int?
    for place in start..<min(reading.tokens.count, start + wordsMax) {
      guard [.word, .number].contains(reading.tokens[place].kind) else { break }
      if place > start {
        var singular = state
        for byte in finder.lemma(place).utf8 { singular = FeatureHash.step(singular, byte) }
        if names.contains(FeatureHash.finish(singular)) { found = place + 1 }
      }
      for byte in reading.bytes(place) { state = FeatureHash.step(state, byte) }
      if place > start, names.contains(FeatureHash.finish(state)) { found = place + 1 }
      state = FeatureHash.step(state, 0x20)
    }
    return found
  }
}
