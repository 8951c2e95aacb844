import Records
import Testing

@testable import Exports

struct ConceptCategoriesTests {
  private func categories(
    _ concepts: [String], _ categories: [Category], withoutSplit: String? = nil
  ) -> ConceptCategories {
    ConceptCategories(
      concepts: concepts.map {
        Concept(name: $0, occurrences: 1, images: 1, surfaceForms: [$0], example: "")
      }, categories: categories, withoutSplit: withoutSplit)
  }

  private func ids(_ concepts: [String], _ categories: [Category]) -> [Int?] {
    let made = self.categories(concepts, categories)
    return concepts.indices.map { concept in
      if case .category(let category) = made.outcome(of: concept) { return category.id }
      return nil
    }
  }

  private static let homographs = [
    "bow_(weapon)", "bow_(decorative_ribbons)", "pan_(for_cooking)", "pan_(metal_container)",
    "salmon_(fish)", "salmon_(food)", "fish_(food)", "fish", "octopus_(food)", "octopus_(animal)",
  ]

  @Test func `LVIS' homographs are written as the category of their note`() {
    let all = Self.homographs.enumerated().map { Category(id: $0 + 1, name: $1) }
    let concepts = Self.homographs.reversed().map {
      $0.split(separator: "_").joined(separator: " ")
    }
    #expect(ids(concepts, all) == (1...10).reversed().map { $0 })
    let made = categories(concepts, all)
    #expect(all.map { made.concepts(of: $0) } == (0..<10).reversed().map { [$0] })
  }

  @Test func `a note counts only where both sides have one`() {
    let bow = Category(id: 3, name: "bow_(weapon)")
    #expect(
      ids(
        ["bow", "bow (knot)", "bows", "fish (food)", "fishes"],
        [bow, Category(id: 4, name: "fish")])
        == [3, nil, 3, 4, 4])
    // As it is spelt before the singular, whatever the ids.
    #expect(
      ids(
        ["glass", "glasses"], [Category(id: 1, name: "glasses"), Category(id: 2, name: "glass")])
        == [2, 1])
    // A name before a synonym, whatever the ids.
    #expect(
      ids(
        ["plane"],
        [Category(id: 1, name: "jet", synonyms: ["plane"]), Category(id: 2, name: "planes")])
        == [2])
  }

  @Test func `hyphens are blanks where nothing closer is found`() {
    let names = ["hot dog", "t-shirt", "toy-car", "toy car", "wine-glass_(tall)"]
    let all = names.enumerated().map { Category(id: $0 + 1, name: $1) }
    #expect(
      ids(
        ["hot-dog", "hot-dogs", "t shirts", "toy car", "toy-car", "wine glass", "hotdog"], all)
        == [1, 1, 2, 4, 3, 5, nil])
  }

  @Test func `the concept of a category's own name comes before its synonyms`() {
    let plane = Category(id: 5, name: "airplane", synonyms: ["plane", "jet"])
    let made = categories(["jet", "plane", "airplanes", "airplane", "car"], [plane])
    #expect(made.concepts(of: plane) == [3, 2, 0, 1])
    #expect(made.concepts(of: Category(id: 6, name: "car")) == [])
  }

  @Test func `a category that is withheld keeps its place`() {
    let all = [Category(id: 1, name: "cat", split: "novel"), Category(id: 2, name: "dog")]
    let made = categories(["cat", "dog", "cow"], all, withoutSplit: "novel")
    #expect(made.categories == all)
    #expect(
      (0..<4).map(made.outcome) == [.withheld(all[0]), .category(all[1]), .unknown, .unknown])
  }
}
