import Records

@testable import Concepts

/// Captions with made-up parses: names of a small vocabulary, images that come back out of order.
struct SyntheticCaptions {
  struct Item {
    let text: String
    let parsed: ParsedCaption
    let image: [UInt8]?
    let place: CaptionPlace
  }

  let items: [Item]

  init(count: Int, files: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let names = (0..<40).map { "n\($0 % 7) name\($0)" } + (0..<60).map { "thing\($0)" }
    var items: [Item] = []
    for number in 0..<count {
      let file = number * files / max(1, count)
      let ordinal = items.last.map { $0.place.file == file ? $0.place.ordinal + 1 : 0 } ?? 0
      func mention() -> ConceptMention {
        let skew = min(
          Int.random(in: 0..<100, using: &generator), Int.random(in: 0..<100, using: &generator))
        let name = names[skew]
        let surface =
          [name, name.uppercased(), name + "s"].randomElement(using: &generator) ?? name
        return ConceptMention(concept: name, surface: surface, start: 0, end: 1)
      }
      var parsed = ParsedCaption(
        mentions: (0..<Int.random(in: 0..<5, using: &generator)).map { _ in mention() })
      parsed.chains = (0..<Int.random(in: 0..<2, using: &generator)).map { _ in
        ConceptChain(
          mention: mention(), modifier: Bool.random(using: &generator) ? .noun : .descriptive)
      }
      parsed.words = (0..<Int.random(in: 0..<6, using: &generator)).map { _ in
        WordUse(
          word: "thing\(Int.random(in: 0..<60, using: &generator))",
          isNoun: Bool.random(using: &generator))
      }
      if parsed.mentions.isEmpty { parsed.rejection = Rejection(.noConcept, "nothing") }
      let image: [UInt8]? =
        Int.random(in: 0..<10, using: &generator) == 0
        ? nil : Array("\(Int.random(in: 0..<(count / 3 + 1), using: &generator)).jpg".utf8)
      items.append(
        Item(
          text: "caption \(number) \t é", parsed: parsed, image: image,
          place: CaptionPlace(file: file, ordinal: ordinal)))
    }
    self.items = items
  }

  /// The pool of everything counted at once, in memory.
  func pool(_ rules: ConceptRules) throws -> ConceptPool {
    var counter = ConceptCounter()
    for item in items { counter.add(item) }
    return try ConceptPool(
      counts: CountSources(counters: [(counter, 0)], parsing: "p"), rules: rules, scratch: "")
  }
}

extension ConceptCounter {
  mutating func add(_ item: SyntheticCaptions.Item) {
    add(item.text, parsed: item.parsed, image: item.image, place: item.place)
  }
}
