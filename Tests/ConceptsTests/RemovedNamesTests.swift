import Records
import Testing

@testable import Concepts

struct RemovedNamesTests {
  private func removed(_ names: [String], synonyms: Bool = true, kinds: Bool = false)
    -> RemovedNames
  {
    var rules = ConceptRules(removed: names)
    rules.removesSynonyms = synonyms
    rules.removesKinds = kinds
    return RemovedNames(rules)
  }

  @Test func `a removed name is out in every inflection and spelling`() {
    let names = removed(["Hot_Dogs"])
    for form in ["hot dog", "hot dogs", "hotdog", "hot-dog", "hotdogs"] {
      #expect(names.contains(form), "\(form)")
    }
    for form in ["dog", "hot dog stand", "hot"] { #expect(!names.contains(form), "\(form)") }
  }

  @Test func `synonyms go with a name unless they are to be kept`() {
    for form in ["plane", "aeroplane", "air plane", "airplanes"] {
      #expect(removed(["airplane"]).contains(form), "\(form)")
    }
    #expect(!removed(["airplane"], synonyms: false).contains("plane"))
    #expect(removed(["airplane"], synonyms: false).contains("airplanes"))
  }

  @Test func `longer names that end in a removed one go when asked for`() {
    #expect(!removed(["bus"]).contains("tour bus"))
    #expect(removed(["bus"], kinds: true).contains("tour bus"))
    #expect(removed(["bus"], kinds: true).contains("big red tour buses"))
    #expect(!removed(["bus"], kinds: true).contains("bus stop"))
  }

  @Test func `every synonym has one canonical name, which is nobody's synonym`() {
    for (name, canonical) in SynonymList.canonical {
      #expect(SynonymList.canonical[canonical] == nil, "\(name) -> \(canonical)")
      #expect(name != canonical)
    }
  }

  @Test func `what is removed is counted with its captions`() throws {
    var builder = ConceptPoolBuilder(rules: ConceptRules(occurrencesMin: 1, removed: ["cat"]))
    let parser = CaptionParser()
    for number in 0..<3 {
      builder.add(
        InputImage(
          key: ImageKey("\(number)"), imageID: UInt64(number),
          captions: ["a cat and a cat on a bed"]),
        parser: parser)
    }
    let pool = builder.finish()
    #expect(pool.names == ["bed"])
    #expect(
      pool.accounting.removedNames == [
        PoolAccounting.NameCount(name: "cat", occurrences: 6, captions: 3)
      ])
  }
}
