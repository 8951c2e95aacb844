import Foundation
import Records
import Testing

@testable import Concepts

struct ConceptPoolFilesTests {
  @Test func `a pool comes back from its TSV whatever its captions hold`() throws {
    var generator = SeededGenerator(seed: 11)
    let pieces = [
      "a", "dog", "\t", "\n", "\r", "\\", "|", "\\t", "é", "e\u{301}", "\u{301}", "👍", "",
    ]
    for round in 0..<300 {
      func text() -> String {
        (0..<Int.random(in: 0..<6, using: &generator))
          .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      }
      let concepts = (0..<Int.random(in: 0..<5, using: &generator)).map { index in
        Concept(
          name: "n\(index)", occurrences: index * 7, images: index,
          surfaceForms: (0..<index).map { "s\($0)" + text() }, example: text(),
          nounRate: index == 1 ? nil : 0.125, physicalShare: index == 2 ? nil : 1)
      }
      let pool = ConceptPool(concepts: concepts)
      let again = try ConceptPool(tsv: pool.tsv(), path: "pool.tsv")
      #expect(again.concepts == pool.concepts, "round \(round)")
      #expect(again.digestInput == pool.digestInput)
    }
  }

  @Test(
    arguments: [
      ("", "pool.tsv:1: expected the header"), ("x\n", "pool.tsv:1: expected the header"),
      ("0\tdog\t1\t1\tdog\n", "pool.tsv:2: expected 8 columns, found '5'"),
      ("1\tdog\t1\t1\t\t\tdog\tx\n", "pool.tsv:2: expected id 0, found '1'"),
      ("0\tdog\t-1\t1\t\t\tdog\tx\n", "pool.tsv:2: expected a number of occurrences, found '-1'"),
      ("0\t\t1\t1\t\t\tdog\tx\n", "pool.tsv:2: expected a concept name, found ''"),
      ("0\tdog\t1\t1\t\t0.5\tdog\ta\\q\n", "pool.tsv:2: expected an example"),
      (
        "0\tdog\t1\t1\t2\t\tdog\tx\n", "pool.tsv:2: expected a share from 0 to 1"
      ),
      (
        "0\tdog\t1\t1\t\t\tdog\tx\n1\tdog\t1\t1\t\t\tdog\tx\n",
        "pool.tsv:3: expected a name not seen before"
      ),
    ])
  func `a broken pool file is refused at its line`(body: String, message: String) {
    let text = body.isEmpty || body == "x\n" ? body : ConceptPool.header + "\n" + body
    #expect {
      try ConceptPool(tsv: text, path: "pool.tsv")
    } throws: { error in
      "\(error)".hasPrefix(message)
    }
  }

  @Test func `a pool without shares, as older versions wrote it, is still read`() throws {
    let text = ConceptPool.firstHeader + "\n0\tdog\t3\t2\tdog|dogs\ta dog\n"
    let pool = try ConceptPool(tsv: text, path: "pool.tsv")
    #expect(
      pool.concepts == [
        Concept(
          name: "dog", occurrences: 3, images: 2, surfaceForms: ["dog", "dogs"], example: "a dog")
      ])
  }

  @Test(
    arguments: [
      (0.0, "0.000"), (1.0, "1.000"), (0.0004, "0.000"), (0.0996, "0.100"), (0.45, "0.450"),
    ])
  func `a share is written with three decimals`(share: Double, text: String) {
    #expect(ConceptPool.shareText(share) == text)
  }

  @Test func `RegionCLIP's list is written and read`() {
    let pool = ConceptPool(concepts: [
      Concept(name: "man", occurrences: 108_784, images: 5, surfaceForms: [], example: ""),
      Concept(name: "a,b", occurrences: 2, images: 1, surfaceForms: [], example: ""),
    ])
    #expect(pool.nounCounts() == "man,108784\na b,2\n")
    let list = ConceptPool(nameList: "man,108784\r\n\nTraffic_Light\nman,3\n")
    #expect(list.names == ["man", "traffic light"])
    #expect(list.concepts.map(\.occurrences) == [108_784, 0])
  }

  @Test func `a name keeps its commas unless a count follows`() {
    let pool = ConceptPool(
      nameList: """
        coffee, black
        crane, bird, 12
        # novel
        "umbrella"
        "hat, straw",7
        dog,
        cat\t5
        "
        COFFEE,  black
        """)
    #expect(
      pool.names == ["coffee, black", "crane, bird", "umbrella", "hat, straw", "dog", "cat", "\""])
    #expect(pool.concepts.map(\.occurrences) == [0, 12, 0, 7, 0, 0, 0])
    #expect(ConceptPool(names: ["Dog", "x, 3", " ", "dog"]).names == ["dog", "x, 3"])
  }

  @Test func `the digest's input is the names in order and nothing else`() {
    let pool = ConceptPool(nameList: "dog\ncafé\n")
    #expect(pool.digestInput == Array("dog\ncafé\n".utf8))
  }

  @Test func `provenance is JSON with every rule and reason`() throws {
    var accounting = PoolAccounting()
    accounting.rejections = [.notEnglish: 2]
    let pool = ConceptPool(concepts: [], accounting: accounting)
    let text = pool.provenanceJSON(
      rules: ConceptRules(added: ["a \"b\"\n\u{2028}"]), templates: .photo,
      provenance: ["tool": "x"])
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let root = try #require(object)
    let rejected = try #require(root["rejected_captions"] as? [String: Int])
    #expect(rejected["not_english"] == 2)
    #expect(rejected["empty_caption"] == 0)
    let dropped = try #require(root["dropped_names"] as? [String: Int])
    #expect(dropped.count == DropRule.allCases.count)
    let rules = try #require(root["rules"] as? [String: Any])
    #expect(rules["added"] as? [String] == ["a \"b\"\n\u{2028}"])
    #expect(rules["concepts_max"] is NSNull)
    #expect(text.hasSuffix("}\n"))
  }
}
