/// Base noun phrases of a dependency tree: what the chunker learns and is measured by.
///
/// A phrase is a noun, name or pronoun with its unbroken left subtree of determiners, adjectives,
/// numbers, compounds, possessive pronouns and their adverbs, and the parts of a name to its right.
/// `the man 's hat` is two phrases; of nested phrases the outer one counts.
struct GoldPhrases {
  /// A phrase in words of its sentence.
  struct Phrase: Hashable {
    var words: ClosedRange<Int>
    var head: Int
  }

  private let words: [Treebank.Word]

  /// The phrases of a sentence, from left to right.
  static func phrases(of words: [Treebank.Word]) -> [Phrase] {
    let gold = GoldPhrases(words: words)
    let all = words.indices.compactMap(gold.phrase(head:)).sorted { left, right in
      (left.words.lowerBound, -left.words.upperBound)
        < (right.words.lowerBound, -right.words.upperBound)
    }
    var kept: [Phrase] = []
    for phrase in all where phrase.words.lowerBound > (kept.last?.words.upperBound ?? -1) {
      kept.append(phrase)
    }
    return kept
  }

  /// The chunk tags of a sentence: 0 outside, 1 begin, 2 inside.
  static func chunks(of words: [Treebank.Word]) -> [UInt64] {
    var chunks = [UInt64](repeating: 0, count: words.count)
    for phrase in phrases(of: words) {
      for place in phrase.words { chunks[place] = 2 }
      chunks[phrase.words.lowerBound] = 1
    }
    return chunks
  }

  private static let modifiers: Set<Substring> = [
    "det", "amod", "nummod", "compound", "nmod:poss", "advmod", "punct", "goeswith", "cc:preconj",
    "det:predet", "flat",
  ]
  private static let partsOfOthers: Set<Substring> = [
    "compound", "flat", "fixed", "goeswith", "det",
  ]

  private static func base(_ relation: Substring) -> Substring {
    relation.prefix { $0 != ":" }
  }

  private func phrase(head: Int) -> Phrase? {
    let word = words[head]
    guard [.noun, .properNoun, .pronoun].contains(word.tag),
      !Self.partsOfOthers.contains(Self.base(word.relation)),
      !(word.tag == .pronoun && word.isRelativePronoun)
    else { return nil }
    var first = head
    while first > 0, isModifier(first - 1, of: head) { first -= 1 }
    while first < head, isLoose(first, head) { first += 1 }
    var last = head
    while last + 1 < words.count, words[last + 1].head == head,
      ["flat", "compound", "goeswith"].contains(words[last + 1].relation)
    {
      last += 1
    }
    return Phrase(words: first...last, head: head)
  }

  /// Whether the word at `place` hangs from `head` through a modifier to its left.
  private func isModifier(_ place: Int, of head: Int) -> Bool {
    var child = place
    var steps = 0
    while child >= 0, words[child].head != head, steps < words.count {
      child = words[child].head
      steps += 1
    }
    guard child >= 0, steps < words.count, child <= head else { return false }
    let relation = words[child].relation
    guard
      Self.modifiers.contains(relation)
        || ["det", "amod", "nummod", "compound"].contains(Self.base(relation))
    else { return false }
    return relation != "nmod:poss" || words[child].tag == .pronoun
  }

  /// Signs, conjunctions and adverbs of the head itself do not begin a phrase.
  private func isLoose(_ place: Int, _ head: Int) -> Bool {
    let word = words[place]
    return [.punctuation, .coordinator, .symbol].contains(word.tag)
      || (word.relation == "advmod" && word.head == head) || word.relation == "cc:preconj"
  }
}
