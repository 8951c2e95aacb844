import Records
import Testing

@testable import Concepts

struct SynonymGroupsTests {
  private func groups(_ text: String) throws -> SynonymGroups {
    try SynonymGroups(bytes: Array(text.utf8), path: "s.txt")
  }

  @Test func `lines are concepts, with commas or tabs, comments and line ends of any kind`() throws
  {
    let groups = try groups("\u{feff}# ours\r\nCouch, sofas\r\n\r\nCell_Phone\tmobile phone,\n")
    #expect(groups.groups == [["couch", "sofas"], ["cell phone", "mobile phone"]])
    #expect(groups.canonical(over: [:])["sofa"] == "couch")
    #expect(groups.canonical(over: [:])["sofas"] == "couch")
    #expect(groups.synonyms(of: "cell phone") == ["mobile phone"])
    #expect(groups.synonyms(of: "phone").isEmpty)
  }

  @Test(arguments: [
    ("couch, sofa\ndog\n", 2), ("a dog, dogs\nhound,a dog", 2), ("dog,\n", 1),
    ("sofa, couch\n\ncouches, settee", 3),
  ])
  func `a line that says nothing or contradicts another is told with its number`(
    _ text: String, _ line: Int
  ) throws {
    let error = #expect(throws: ConceptError.self) { try groups(text) }
    #expect(error?.description.hasPrefix("s.txt:\(line): expected ") == true)
    #expect(throws: ConceptError.self) {
      try SynonymGroups(bytes: Array("a, b\n".utf8) + [0xff, 0x2c, 0x61], path: "s.txt")
    }
  }

  @Test func `the user's groups act before the known ones, and names end at one concept`() throws {
    var rules = ConceptRules()
    rules.synonyms = try groups("settee, couch\nbench, pew\n")
    let own = rules.canonicalNames(mergesKnown: false)
    #expect(own["couch"] == "settee")
    #expect(own["sofa"] == nil)
    let all = rules.canonicalNames(mergesKnown: true)
    #expect(all["sofa"] == "settee")
    #expect(all["pew"] == "bench")
    for (name, canonical) in all {
      #expect(all[canonical, default: canonical] == canonical, "\(name)")
    }
  }

  @Test func `synonyms are counted as one, also of several words, and removed with a name`() throws
  {
    var rules = ConceptRules(occurrencesMin: 1)
    rules.synonyms = try groups("dog, zorb mill beast\n")
    let parser = CaptionParser(rules: rules)
    let caption = "A zorb mill beast near a dog."
    var counter = ConceptPoolBuilder(
      rules: rules, synonyms: rules.canonicalNames(mergesKnown: false))
    counter.add(
      InputImage(key: ImageKey("1.jpg"), imageID: 1, captions: [caption]), parser: parser)
    let pool = counter.finish()
    #expect(pool.concepts.map(\.name) == ["dog"])
    #expect(pool.concepts.first?.occurrences == 2)
    rules.removed = ["zorb mill beast"]
    #expect(RemovedNames(rules).contains("dog"))
    rules.removesSynonyms = false
    #expect(!RemovedNames(rules).contains("dog"))
  }

  @Test func `all that acts while captions are counted is in the text that parts agree on`() throws
  {
    let standard = ConceptRules()
    let text = standard.parsingText(mergesSynonyms: false)
    var texts: Set<String> = [text]
    for rule in [DropRule.properNoun, .measureNoun, .pronoun] {
      var rules = standard
      rules.filters.remove(rule)
      #expect(texts.insert(rules.parsingText(mergesSynonyms: false)).inserted, "\(rule)")
    }
    for rule in [DropRule.negated, .collective] {
      var rules = standard
      rules.filters.insert(rule)
      #expect(texts.insert(rules.parsingText(mergesSynonyms: false)).inserted, "\(rule)")
    }
    var rules = standard
    rules.synonyms = try groups("a dog, b dog")
    #expect(texts.insert(rules.parsingText(mergesSynonyms: false)).inserted)
    #expect(
      rules.parsingText(mode: "phrases", mergesSynonyms: false)
        != standard.parsingText(mode: "phrases", mergesSynonyms: false))
    rules = standard
    rules.filters.remove(.abstract)
    #expect(rules.parsingText(mergesSynonyms: false) == text, "acts when a pool is selected")
  }
}
