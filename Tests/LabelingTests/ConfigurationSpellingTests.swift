import Testing

@testable import Labeling

struct ConfigurationSpellingTests {
  /// All words of up to `length` letters over a small alphabet.
  static func words(upTo length: Int, of letters: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
    var all: [[Unicode.Scalar]] = [[]]
    var last = all
    for _ in 0..<length {
      last = last.flatMap { word in letters.map { word + [$0] } }
      all += last
    }
    return all
  }

  /// The distance by its recursive definition.
  static func distance(_ a: ArraySlice<Unicode.Scalar>, _ b: ArraySlice<Unicode.Scalar>) -> Int {
    guard let lastA = a.last, let lastB = b.last else { return a.count + b.count }
    var best = min(
      distance(a.dropLast(), b) + 1, distance(a, b.dropLast()) + 1,
      distance(a.dropLast(), b.dropLast()) + (lastA == lastB ? 0 : 1))
    if let nextA = a.dropLast().last, let nextB = b.dropLast().last, nextA == lastB, lastA == nextB
    {
      best = min(best, distance(a.dropLast(2), b.dropLast(2)) + 1)
    }
    return best
  }

  @Test func `the edit distance equals its definition on all short words`() {
    let words = Self.words(upTo: 3, of: ["a", "b", "c"])
    for a in words {
      for b in words {
        #expect(SpellingSuggestion.editDistance(a, b) == Self.distance(a[...], b[...]))
      }
    }
  }

  @Test(arguments: KnownKeys.paths)
  func `a key with one letter wrong is recognised`(_ path: String) throws {
    let key = try #require(path.split(separator: ".").last.map(String.init))
    for index in key.indices where key.count > 3 {
      var wrong = key
      wrong.remove(at: index)
      #expect(SpellingSuggestion.closest(to: wrong, in: [key]) == key)
      wrong.insert(contentsOf: "qq", at: index)
      wrong.removeLast()
      #expect(SpellingSuggestion.closest(to: wrong + "x", in: []) == nil)
    }
  }

  @Test func `words that are not alike are not suggested`() {
    #expect(SpellingSuggestion.closest(to: "zebra", in: ["gallery", "seed", "title"]) == nil)
    #expect(SpellingSuggestion.closest(to: "", in: ["a"]) == nil)
    #expect(SpellingSuggestion.closest(to: "x", in: ["y"]) == nil)
  }

  @Test func `the nearest word wins, the first of equals`() {
    #expect(SpellingSuggestion.closest(to: "top_k", in: ["tip", "top_n", "top_m"]) == "top_n")
    #expect(
      SpellingSuggestion.closest(to: "ScoreMin", in: ["min_size", "score_min"]) == "score_min")
  }
}
