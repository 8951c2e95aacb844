import Testing

@testable import Concepts

struct SubstringMatcherTests {
  @Test func `substrings between spaces match, and nothing else`() {
    let matcher = SubstringMatcher(names: [["dog"], ["hot_dog"], ["bow_(weapon)", "Orange"]])
    #expect(matcher.categories(in: ["a dog", "two cats"]) == [0])
    #expect(matcher.categories(in: ["a dog.", "two dogs"]).isEmpty)
    #expect(matcher.categories(in: ["A Hot Dog here"]) == [0, 1])
    #expect(matcher.categories(in: ["an orange shirt and a bow"]) == [2])
    #expect(matcher.categories(in: ["dog"]).isEmpty)
    #expect(matcher.categories(in: []).isEmpty)
    #expect(SubstringMatcher(names: []).categories(in: ["a dog"]).isEmpty)
  }

  @Test func `look-up by words finds what a search for each name finds`() {
    var generator = SeededGenerator(seed: 5)
    func text(_ range: ClosedRange<Int>) -> String {
      (0..<Int.random(in: range, using: &generator))
        .map { _ in ["a", "b", "ab", ""].randomElement(using: &generator) ?? "" }
        .joined(separator: " ")
    }
    for _ in 0..<2_000 {
      let names = (0..<4).map { _ in text(1...3) }.map {
        $0.split(separator: " ").joined(separator: " ")
      }
      let captions = (0..<2).map { _ in text(0...5) }
      let caption = captions.joined(separator: " ")
      let expected = names.indices.filter { index in
        let name = names[index]
        return !name.isEmpty
          && (caption.contains(" \(name) ") || caption.hasPrefix(name + " ")
            || caption.hasSuffix(" " + name))
      }
      let found = SubstringMatcher(names: names.map { [$0] }).categories(in: captions)
      #expect(found == expected.map(UInt32.init), "\(names) in \(caption.debugDescription)")
    }
  }
}
