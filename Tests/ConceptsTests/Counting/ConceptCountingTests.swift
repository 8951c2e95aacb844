import Foundation
import Records
import Testing

@testable import Concepts

struct ConceptCountingTests {
  private let rules = ConceptRules(occurrencesMin: 1, filters: [], chains: .all)

  @Test(arguments: [1 as UInt64, 2, 3])
  func `counts equal those of plain dictionaries`(seed: UInt64) throws {
    let captions = SyntheticCaptions(count: 900, files: 1, seed: seed)
    var rules = rules
    rules.chains = .none
    let pool = try captions.pool(rules)
    var occurrences: [String: Int] = [:]
    var images: [String: Set<[UInt8]>] = [:]
    var spellings: [String: [String: Int]] = [:]
    var examples: [String: String] = [:]
    for (number, item) in captions.items.enumerated() {
      for mention in item.parsed.mentions {
        occurrences[mention.concept, default: 0] += 1
        images[mention.concept, default: []].insert(item.image ?? Array("no image \(number)".utf8))
        spellings[mention.concept, default: [:]][mention.surface.lowercased(), default: 0] += 1
        if examples[mention.concept] == nil { examples[mention.concept] = item.text }
      }
    }
    #expect(pool.concepts.count == occurrences.count)
    for concept in pool.concepts {
      #expect(concept.occurrences == occurrences[concept.name], "\(concept.name)")
      #expect(concept.images == images[concept.name]?.count, "\(concept.name)")
      #expect(concept.example == examples[concept.name])
      let counts = spellings[concept.name] ?? [:]
      #expect(Set(concept.surfaceForms) == Set(counts.keys))
      let ranked = concept.surfaceForms.map { counts[$0, default: 0] }
      #expect(ranked == ranked.sorted(by: >))
    }
    let all = captions.items.enumerated().map { $1.image ?? Array("no image \($0)".utf8) }
    #expect(pool.accounting.images == Set(all).count)
  }

  @Test func `one image named by two kinds of a name counts once`() throws {
    func mention(_ name: String) -> ConceptMention {
      ConceptMention(concept: name, surface: name, start: 0, end: 1)
    }
    var counter = ConceptCounter()
    for (number, kind) in [ConceptChain.Modifier.noun, .descriptive, .noun].enumerated() {
      let chain = ConceptChain(mention: mention("stuffed toy"), modifier: kind)
      counter.add(
        "c\(number)", parsed: ParsedCaption(mentions: [mention("toy")], chains: [chain]),
        image: Array("one.jpg".utf8), place: CaptionPlace(file: 0, ordinal: number))
    }
    var rules = rules
    rules.added = ["stuffed toy"]
    let pool = try ConceptPool(
      counts: CountSources(counters: [(counter, 0)], parsing: ""), rules: rules, scratch: "")
    let toy = try #require(pool.concepts.first { $0.name == "stuffed toy" })
    #expect(toy.occurrences == 3)
    #expect(toy.images == 1)
  }

  @Test(arguments: [1, 2, 7, 70], [0 as UInt64, 5])
  func `partial pools in any order give the pool of one run`(parts: Int, seed: UInt64) throws {
    let folder = try TemporaryFolder()
    let captions = SyntheticCaptions(count: 700, files: 70, seed: seed)
    var whole = try captions.pool(rules)
    var generator = SeededGenerator(seed: seed)
    var paths: [String] = []
    for part in 0..<parts {
      // Files are dealt out to parts like cards, and numbered from 0 in each part.
      let files = (0..<70).filter { $0 % parts == part }
      var counter = ConceptCounter()
      for item in captions.items {
        guard let file = files.firstIndex(of: item.place.file) else { continue }
        counter.add(
          item.text, parsed: item.parsed, image: item.image,
          place: CaptionPlace(file: file, ordinal: item.place.ordinal))
      }
      var summary = CountSummary(parsing: "p")
      summary.inputs = files.map {
        CountedInput(name: String(format: "%03d", $0), sha256: "", captions: 10)
      }
      let path = "\(folder.path)/\(part)"
      try counter.write(to: path, summary)
      paths.append(path)
    }
    paths.shuffle(using: &generator)
    let sources = try CountSources(partials: paths)
    let merged = try ConceptPool(
      counts: sources, rules: rules, scratch: folder.path + "/scratch")
    #expect(merged.concepts == whole.concepts)
    #expect(merged.accounting.inputs.map(\.name) == (0..<70).map { String(format: "%03d", $0) })
    whole.accounting.inputs = merged.accounting.inputs
    #expect(merged.accounting == whole.accounting)
    try sources.write(to: folder.path + "/all", scratch: folder.path + "/scratch")
    try CountSources(partials: [folder.path + "/all"])
      .write(to: folder.path + "/again", scratch: folder.path + "/scratch")
    #expect(
      try Data(contentsOf: URL(filePath: folder.path + "/all"))
        == Data(contentsOf: URL(filePath: folder.path + "/again")))
  }

  @Test func `any spills of any number of workers give the same file`() throws {
    let folder = try TemporaryFolder()
    let captions = SyntheticCaptions(count: 600, files: 3, seed: 9)
    var expected: Data?
    for (workers, spill) in [(1, 10_000), (1, 40), (2, 100), (8, 30), (3, 1)] {
      var counters = Array(repeating: ConceptCounter(), count: workers)
      var runs: [String] = []
      func write(_ worker: Int) throws {
        let path = "\(folder.path)/run-\(workers)-\(spill)-\(runs.count)"
        try counters[worker].write(to: path, CountSummary(parsing: "p"))
        runs.append(path)
      }
      for (number, item) in captions.items.enumerated() {
        let worker = number / 7 % workers
        counters[worker].add(item)
        if number % spill == spill - 1 { try write(worker) }
      }
      for worker in 0..<workers where !counters[worker].isEmpty { try write(worker) }
      let path = "\(folder.path)/all-\(workers)-\(spill)"
      try CountSources(runs: runs, summary: CountSummary(parsing: "p"))
        .write(to: path, scratch: path)
      let bytes = try Data(contentsOf: URL(filePath: path))
      #expect(bytes == expected ?? bytes, "\(workers) workers, spills after \(spill)")
      expected = bytes
    }
  }

  @Test func `a damaged file of counts is refused or reads as before`() throws {
    let folder = try TemporaryFolder()
    var counter = ConceptCounter()
    for item in SyntheticCaptions(count: 30, files: 1, seed: 4).items { counter.add(item) }
    let path = folder.path + "/counts"
    var summary = CountSummary(parsing: "p")
    summary.inputs = [CountedInput(name: "a.txt", sha256: "", captions: 30)]
    try counter.write(to: path, summary)
    let good = try Data(contentsOf: URL(filePath: path))
    func pool() throws -> ConceptPool {
      try ConceptPool(
        counts: CountSources(partials: [path]), rules: rules, scratch: folder.path + "/s")
    }
    let expected = try pool()
    var refused = 0
    func check(_ bytes: Data, _ what: String) throws {
      try bytes.write(to: URL(filePath: path))
      do {
        let found = try pool()
        #expect(found == expected, "\(what)")
      } catch let error as ConceptError {
        #expect("\(error)".contains("/counts: expected "), "\(what)")
        refused += 1
      }
    }
    for place in stride(from: 0, to: good.count, by: 3) {
      var bytes = good
      bytes[place] ^= 1 << UInt8(place % 8)
      try check(bytes, "byte \(place)")
    }
    for count in stride(from: 0, to: good.count, by: 97) {
      try check(good.prefix(count), "\(count) bytes")
    }
    #expect(refused > good.count / 4)
  }

  @Test func `parts that were parsed in different ways do not add up`() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b"] {
      var counter = ConceptCounter()
      try counter.write(to: "\(folder.path)/\(name)", CountSummary(parsing: "mode=\(name)"))
    }
    #expect {
      try CountSources(partials: ["\(folder.path)/a", "\(folder.path)/b"])
    } throws: { error in
      "\(error)".contains("/b: expected captions parsed as those of")
        && "\(error)".contains("mode=b")
    }
  }

  @Test func `a run that cannot be written is an error and leaves nothing`() throws {
    let folder = try TemporaryFolder()
    var counter = ConceptCounter()
    #expect(throws: (any Error).self) {
      try counter.write(to: folder.path + "/none/run", CountSummary(parsing: ""))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func `images of names hash as they always did`() {
    #expect(CountKey.imageHash(Array("".utf8)) == 0xefd0_1f60_ba99_2926)
    #expect(CountKey.imageHash(Array("#42".utf8)) == CountKey.imageHash(Array("#42".utf8)))
    #expect(CountKey.imageHash(Array("#42".utf8)) != CountKey.imageHash(Array("#43".utf8)))
  }
}
