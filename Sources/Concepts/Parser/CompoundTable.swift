/// Known names of several words, to be looked up by tokens.
struct CompoundTable: Sendable {
  /// Most words of a compound.
  static let wordsMax = 4

  private let names: Set<String>
  private let lastWords: Set<String>

  /// Builds a table of names in lower case, last word in the singular or as listed.
  init(_ names: Set<String>) {
    let several = names.filter { (2...Self.wordsMax).contains($0.split(separator: " ").count) }
    self.names = several
    lastWords = Set(several.compactMap { $0.split(separator: " ").last.map(String.init) })
  }

  /// The name that `words` spell, in the form of the table: `traffic lights` → `traffic light`.
  func name(of words: some BidirectionalCollection<String>) -> String? {
    guard let last = words.last else { return nil }
    let head = Lemmatizer.standard.lemma(ofNoun: last)
    guard lastWords.contains(head) || lastWords.contains(last) else { return nil }
    let front = words.dropLast().joined(separator: " ")
    for form in [front + " " + last, front + " " + head] where names.contains(form) { return form }
    return nil
  }

  /// Where known names stand in a caption, longest first at each place.
  func ranges(in tokens: [CaptionToken]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    while start < tokens.count {
      guard let range = range(from: start, tokens) else {
        start += 1
        continue
      }
      ranges.append(range)
      start = range.upperBound
    }
    return ranges
  }

  private func range(from start: Int, _ tokens: [CaptionToken]) -> Range<Int>? {
    guard tokens[start].kind == .word || tokens[start].kind == .number else { return nil }
    let limit = min(tokens.count, start + Self.wordsMax)
    let run = tokens[start..<limit].prefix { $0.kind == .word || $0.kind == .number }
    for count in stride(from: run.count, through: 2, by: -1)
    where name(of: run.prefix(count).map(\.text)) != nil {
      return start..<(start + count)
    }
    return nil
  }
}

/// Phrases of several words that stand for a preposition or an adverb.
enum FixedPhrases {
  private static let byFirst: [String: [[String]]] = Dictionary(
    grouping: FunctionWords.fixedPhrases.sorted { $0.count > $1.count }, by: { $0[0] })

  /// Where they stand in a caption.
  static func ranges(in tokens: [CaptionToken]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    while start < tokens.count {
      let match = byFirst[tokens[start].text]?.first { phrase in
        start + phrase.count <= tokens.count
          && zip(phrase, tokens[start...]).allSatisfy { $0 == $1.text }
      }
      if let match {
        ranges.append(start..<(start + match.count))
        start += match.count
      } else {
        start += 1
      }
    }
    return ranges
  }
}
