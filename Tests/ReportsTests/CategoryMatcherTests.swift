import Records
import Testing

@testable import Reports

struct CategoryMatcherTests {
  private func matcher(
    _ concepts: [(String, [String])], normalize: (String) -> String = { $0 }
  ) -> CategoryMatcher {
    CategoryMatcher(
      concepts: concepts.map {
        Concept(name: $0.0, occurrences: 1, images: 1, surfaceForms: $0.1, example: "")
      },
      categories: [
        Category(id: 10, name: "Traffic_Light"),
        Category(id: 20, name: "scissors"),
        Category(id: 30, name: "couch", synonyms: ["sofa", "settee"]),
        Category(id: 40, name: "glasses"),
      ], normalize: normalize)
  }

  @Test func `names are compared in lower case with blanks for underscores`() {
    for (name, plain) in [
      ("Traffic_Light", "traffic light"), ("  stop   sign ", "stop sign"), ("cat", "cat"),
      ("bow_(weapon)", "bow"), ("(odd)", "(odd)"), ("", ""), ("a_b_c", "a b c"),
      ("Hot-dog", "hot dog"),
    ] {
      #expect(CategoryMatcher.normalized(name) == plain, "\(name)")
    }
  }

  @Test func `a concept names a category by its name or by a synonym`() {
    let matcher = matcher([("traffic light", []), ("sofa", []), ("settee", []), ("light", [])])
    #expect(matcher.concept(0, names: 10))
    #expect(matcher.concept(1, names: 30))
    #expect(matcher.concept(2, names: 30))
    #expect(!matcher.concept(3, names: 10))
    #expect(matcher.isInPool == [true, false, true, false])
    #expect(!matcher.concept(99, names: 10))
  }

  @Test func `surface forms help only a category that no concept's name equals`() {
    let matcher = matcher([
      ("scissor", ["scissors", "scissor"]), ("glass", ["glass", "glasses"]), ("glasses", []),
    ])
    #expect(matcher.concept(0, names: 20))
    #expect(!matcher.concept(1, names: 40))
    #expect(matcher.concept(2, names: 40))
  }

  @Test func `the caller's lemma of a category's name counts too`() {
    let matcher = matcher([("scissor", [])]) { $0.hasSuffix("s") ? String($0.dropLast()) : $0 }
    #expect(matcher.concept(0, names: 20))
  }
}
