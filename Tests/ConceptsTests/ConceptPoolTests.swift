import Records
import Testing

@testable import Concepts

struct ConceptPoolTests {
  private func image(_ number: Int, _ captions: [String]) -> InputImage {
    InputImage(key: ImageKey("\(number).jpg"), imageID: UInt64(number), captions: captions)
  }

  private let captions = [
    ["A dog on a couch", "Two dogs and a view"], ["a cat", "a cat and a dog"], ["a fire truck"], [],
    ["", "a view"], ["skis and scissors", "a ski"],
  ]

  private func builder(_ rules: ConceptRules, _ range: Range<Int>) -> ConceptPoolBuilder {
    var builder = ConceptPoolBuilder(rules: rules)
    let parser = CaptionParser()
    for number in range { builder.add(image(number, captions[number]), parser: parser) }
    return builder
  }

  @Test func `mentions and images are counted, ordered and accounted for`() {
    let pool = builder(ConceptRules(occurrencesMin: 1), 0..<6).finish()
    #expect(pool.names == ["dog", "cat", "ski", "couch", "fire truck", "scissors"])
    #expect(pool.concepts[0].occurrences == 3)
    #expect(pool.concepts[0].images == 2)
    #expect(pool.concepts[0].surfaceForms == ["dog", "dogs"])
    #expect(pool.concepts[0].example == "A dog on a couch")
    #expect(pool.accounting.images == 5)
    #expect(pool.accounting.captions == 9)
    #expect(pool.accounting.mentions == 12)
    #expect(pool.accounting.distinctNames == 7)
    #expect(pool.accounting.rejections == [.emptyCaption: 1])
    #expect(pool.accounting.droppedMentions == [.stopConcept: 2])
    #expect(pool.accounting.droppedNames == [.stopConcept: 1])
    #expect(pool.accounting.droppedSamples[.stopConcept]?.map(\.name) == ["view"])
  }

  @Test func `the pool is the same for every cut of the images`() {
    let rules = ConceptRules(occurrencesMin: 1)
    let whole = builder(rules, 0..<6).finish()
    for first in 0...6 {
      for second in first...6 {
        var left = builder(rules, 0..<first)
        left.merge(builder(rules, first..<second))
        left.merge(builder(rules, second..<6))
        #expect(left.finish() == whole, "cut at \(first) and \(second)")
      }
    }
  }

  @Test func `thresholds, top and lists drop names and say so`() {
    let few = builder(ConceptRules(occurrencesMin: 2), 0..<6).finish()
    #expect(few.names == ["dog", "cat", "ski"])
    #expect(few.accounting.droppedNames[.fewOccurrences] == 3)
    let images = builder(ConceptRules(occurrencesMin: 1, imagesMin: 2), 0..<6).finish()
    #expect(images.names == ["dog"])
    let top = builder(ConceptRules(occurrencesMin: 1, conceptsMax: 2), 0..<6).finish()
    #expect(top.names == ["dog", "cat"])
    #expect(top.accounting.droppedNames[.beyondTop] == 4)
    let removed = builder(ConceptRules(occurrencesMin: 1, removed: ["Dogs", "skis"]), 0..<6)
    #expect(removed.finish().names == ["cat", "couch", "fire truck", "scissors"])
  }

  @Test func `listed names keep their spelling and take the counts of their normal form`() {
    let rules = ConceptRules(
      occurrencesMin: 3, added: ["skis", "giraffe", "Fire_Trucks", "dog"], removed: ["dog"])
    let pool = builder(rules, 0..<6).finish()
    #expect(pool.names == ["skis", "fire trucks", "giraffe"])
    #expect(pool.concepts.map(\.occurrences) == [2, 1, 0])
    #expect(pool.accounting.addedUnseen == 1)
  }

  @Test func `filters can be switched off one by one`() {
    let rules = ConceptRules(occurrencesMin: 1, filters: [])
    #expect(builder(rules, 0..<6).finish().names.contains("view"))
  }

  @Test func `chains become concepts by the rule in force`() {
    func names(_ chains: ConceptRules.Chains) -> [String] {
      var builder = ConceptPoolBuilder(rules: ConceptRules(occurrencesMin: 1, chains: chains))
      let parser = CaptionParser()
      for number in 0..<10 {
        let captions = ["a zorb mill", "a dog and a hat", "a cat", "a tree"]
        builder.add(image(number, captions), parser: parser)
      }
      builder.add(image(10, ["a kitchen dog"]), parser: parser)
      return builder.finish().names
    }
    #expect(!names(.none).contains("zorb mill"))
    #expect(names(.collocations).contains("zorb mill"))
    #expect(!names(.collocations).contains("kitchen dog"))
    #expect(names(.all).contains("kitchen dog"))
  }

  /// `count` captions that name `pair` in one of every `share` of them, head and modifier apart too.
  private func names(adjective: Bool, both: Int, first: Int, second: Int, of all: Int) -> [String] {
    var builder = ConceptPoolBuilder(rules: ConceptRules(occurrencesMin: 1))
    func add(_ names: [(String, chain: String?)], _ number: Int) {
      func mention(_ name: String) -> ConceptMention {
        ConceptMention(concept: name, surface: name, start: 0, end: name.unicodeScalars.count)
      }
      let parsed = ParsedCaption(
        mentions: names.map { mention($0.0) },
        chains: names.compactMap { $0.chain }.map {
          ConceptChain(mention: mention($0), modifier: adjective ? .descriptive : .noun)
        })
      builder.add(image(number, ["x"]), parsed: [parsed])
    }
    for number in 0..<all {
      if number < both {
        add([("mill", "zorb mill")], number)
      } else if number < first {
        add([("hat", "zorb hat")], number)
      } else {
        add([(number < first + second - both ? "mill" : "tree", nil)], number)
      }
    }
    return builder.finish().names
  }

  @Test func `nouns need an NPMI of 0.45, adjectives one of 0.60`() throws {
    // Together `both` times, the modifier `first` and the head `second` times of 1,000.
    func isNamed(adjective: Bool, _ both: Int, _ first: Int, _ second: Int) -> Bool {
      names(adjective: adjective, both: both, first: first, second: second, of: 1_000)
        .contains("zorb mill")
    }
    #expect(abs(Collocations.npmi(both: 10, 28, 35, total: 1_000) - 0.504) < 0.001)
    #expect(isNamed(adjective: false, 10, 28, 35))
    #expect(!isNamed(adjective: true, 10, 28, 35))
    #expect(abs(Collocations.npmi(both: 10, 20, 28, total: 1_000) - 0.626) < 0.001)
    #expect(isNamed(adjective: true, 10, 20, 28))
    #expect(abs(Collocations.npmi(both: 10, 40, 45, total: 1_000) - 0.372) < 0.001)
    #expect(!isNamed(adjective: false, 10, 40, 45))
  }

  @Test func `a pool of nothing is empty`() {
    let pool = ConceptPoolBuilder(rules: ConceptRules()).finish()
    #expect(pool.concepts.isEmpty)
    #expect(pool.digestInput.isEmpty)
    #expect(pool.accounting == PoolAccounting())
  }
}
