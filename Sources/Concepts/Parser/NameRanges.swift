/// Where known names stand in a caption, the longest first at each place.
struct NameRanges {
  /// Most words of a name that is looked for.
  static let wordsMax = 5

  /// The places as ranges of tokens, from left to right.
  private(set) var ranges: [Range<Int>] = []

  /// Looks for names by their hashes; single words need no help to be found.
  ///
  /// With `areOurs` the names are those of `CompoundList`, which also takes no last word for a plural
  /// that may be a verb (`the water falls`).
  init(_ reading: CaptionReading, _ names: NameHashes, areOurs: Bool) {
    var start = 0
    while start < reading.tokens.count {
      if areOurs, !reading.known[start].lists.contains(.opensCompound) {
        start += 1
        continue
      }
      guard let end = Self.end(from: start, reading, names, takesVerbs: !areOurs)
      else {
        start += 1
        continue
      }
      ranges.append(start..<end)
      start = end
    }
  }

  private static func end(
    from start: Int, _ reading: CaptionReading, _ names: NameHashes, takesVerbs: Bool
  ) -> Int? {
    var state = FeatureHash.seed
    var found: Int?
    for place in start..<min(reading.tokens.count, start + wordsMax) {
      guard [.word, .number].contains(reading.tokens[place].kind) else { break }
      if place > start, takesVerbs || !isOftenVerb(reading.entry(place)) {
        var singular = state
        for byte in reading.lemma(place).utf8 { singular = FeatureHash.step(singular, byte) }
        if names.contains(FeatureHash.finish(singular)) { found = place + 1 }
      }
      for byte in reading.word(place).utf8 { state = FeatureHash.step(state, byte) }
      if place > start, names.contains(FeatureHash.finish(state)) { found = place + 1 }
      state = FeatureHash.step(state, 0x20)
    }
    return found
  }

  /// Whether a word may be the third person of a verb, and the treebank knows it.
  private static func isOftenVerb(_ entry: WordEntry) -> Bool {
    entry.forms.contains(.thirdPerson) && entry.ambiguity > 0
  }
}
