/// An unknown word that is one edit away from a concept met at least a hundred times as often.
public struct Misspelling: Hashable, Sendable {
  /// The word as captions have it.
  public var word: String
  /// Times it was met.
  public var occurrences: Int
  /// The concept that was probably meant.
  public var suggestion: String
  /// Times the concept was met.
  public var suggestionOccurrences: Int
}

/// Finds probable misspellings; nothing is corrected.
///
/// An edit is an insertion, a deletion, a replacement, or a swap of neighbours. Words are joined by
/// what is left of them when one letter is deleted, so that time grows with the number of words.
struct MisspellingFinder {
  /// How many times more frequent the right word must be.
  static let ratioMin = 100
  /// Shortest word that is looked at, in Unicode scalars: one edit makes any short word another.
  static let scalarsMin = 4
  /// Most words that are remembered while counting; the most frequent ones stay.
  static let wordsMax = 50_000
  /// Most findings that are listed.
  static let findingsMax = 1_000

  private var words: [(word: String, occurrences: Int)] = []

  /// Takes a name that may be misspelt: one unknown word.
  mutating func add(_ name: String, _ occurrences: Int) {
    guard name.utf8.allSatisfy({ (0x61...0x7a).contains($0) }), name.utf8.count >= Self.scalarsMin,
      !NounTraits.isKnown(name)
    else { return }
    words.append((name, occurrences))
    if words.count >= 2 * Self.wordsMax { prune() }
  }

  private mutating func prune() {
    words.sort { left, right in
      if left.occurrences != right.occurrences { return left.occurrences > right.occurrences }
      return left.word.utf8.lexicographicallyPrecedes(right.word.utf8)
    }
    words.removeLast(max(0, words.count - Self.wordsMax))
  }

  /// The findings among the words, given the concepts of the pool, most frequent first.
  mutating func findings(_ concepts: [(name: String, occurrences: Int)]) -> [Misspelling] {
    prune()
    guard let least = words.last?.occurrences else { return [] }
    var byRest: [[UInt8]: [Int]] = [:]
    for (index, concept) in concepts.enumerated()
    where concept.occurrences >= least * Self.ratioMin && concept.name.utf8.count >= 3 {
      for rest in Self.rests(of: Array(concept.name.utf8)) {
        byRest[rest, default: []].append(index)
      }
    }
    var findings: [Misspelling] = []
    for (word, occurrences) in words {
      let bytes = Array(word.utf8)
      let near = Set(Self.rests(of: bytes).flatMap { byRest[$0] ?? [] })
        .filter { index in
          concepts[index].occurrences >= occurrences * Self.ratioMin
            && Self.isOneEdit(bytes, Array(concepts[index].name.utf8))
        }
      guard let best = near.min() else { continue }
      findings.append(
        Misspelling(
          word: word, occurrences: occurrences, suggestion: concepts[best].name,
          suggestionOccurrences: concepts[best].occurrences))
      if findings.count == Self.findingsMax { break }
    }
    return findings
  }

  /// The word, and the word without each of its letters.
  private static func rests(of word: [UInt8]) -> [[UInt8]] {
    [word]
      + word.indices.map { index in
        var rest = word
        rest.remove(at: index)
        return rest
      }
  }

  /// Whether exactly one insertion, deletion, replacement or swap of neighbours leads from one word
  /// to the other.
  static func isOneEdit(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left != right, abs(left.count - right.count) <= 1 else { return false }
    let start = zip(left, right).prefix { $0 == $1 }.count
    if left.count == right.count {
      if left[(start + 1)...] == right[(start + 1)...] { return true }
      return start + 1 < left.count && left[start] == right[start + 1]
        && left[start + 1] == right[start] && left[(start + 2)...] == right[(start + 2)...]
    }
    return left.count > right.count
      ? left[(start + 1)...] == right[start...] : left[start...] == right[(start + 1)...]
  }
}
