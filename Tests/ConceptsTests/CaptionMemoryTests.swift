import Foundation
import Kernels
import Records
import Testing

@testable import Concepts

/// What a parser remembers of captions before changes no answer.
struct CaptionMemoryTests {
  private static let words = [
    "a", "the", "dog", "dogs", "Dog", "DOG", "red", "drum", "riding", "skateboard", "of", "on",
    "in", "group", "people", "people's", "stop", "sign", "glasses", "with", "two", "3", "1999", "-",
    ",", "incomprehensibilities", "skateboarding", "close", "up", "living", "room", "is", "sits",
  ]

  private static func captions(_ count: Int, seed: UInt64) -> [String] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      (0..<Int.random(in: 1...14, using: &random))
        .map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " ")
    }
  }

  /// The built-in model, which has read nothing yet.
  private static func fresh() -> CaptionModel {
    let old = CaptionModel.standard
    return CaptionModel(
      words: old.words, lemmaRules: old.lemmaRules,
      sequence: SequenceTagger(tagger: old.sequence.tagger, chunker: old.sequence.chunker))
  }

  @Test func `tags and chunks with memory are those of all features at once`() {
    let model = Self.fresh()
    for caption in Self.captions(400, seed: 3) {
      model.sequence.memories.withMemory { memory in
        var reading = CaptionReading(caption, model, &memory)
        reading.tag(model, &memory)
        let unknown = reading.words.map { word in
          var word = word
          word.id = 0
          return word
        }
        let tags = model.sequence.tags(unknown, &memory.tagger)
        #expect(model.sequence.tags(reading.words, &memory.tagger) == tags, "\(caption)")
        #expect(
          model.sequence.chunks(reading.words, tags, &memory.chunker)
            == model.sequence.chunks(unknown, tags, &memory.chunker), "\(caption)")
      }
    }
  }

  @Test func `the same caption gives the same answer first and last`() {
    let captions = Self.captions(300, seed: 4)
    let once = captions.prefix(20).map { caption in
      CaptionParser(model: Self.fresh()).mentions(in: caption)
    }
    let parser = CaptionParser(model: Self.fresh())
    for _ in 0..<2 { for caption in captions { _ = parser.mentions(in: caption) } }
    #expect(captions.prefix(20).map(parser.mentions) == once)
  }

  @Test func `a word is remembered by all its bytes and its case`() {
    var memory = WordMemory()
    let model = Self.fresh()
    var ids: [UInt64: [String]] = [:]
    // Far more words than places: most are taken over and looked up again.
    var random = SeededGenerator(seed: 5)
    let letters = Array("abAB-9é")
    let words = (0..<30_000).map { _ in
      String(
        (0..<Int.random(in: 1...18, using: &random)).map { _ in
          letters.randomElement(using: &random) ?? "a"
        })
    }
    for word in words + words.prefix(2_000) {
      let text = CaptionText(word)
      guard !text.bytes.isEmpty else { continue }
      let range = 0..<text.bytes.count
      let found = memory.word(text, range, ignoresCase: false, model)
      let expected = KnownWord(text, range, ignoresCase: false, model)
      #expect(found.text == expected.text && found.lemma == expected.lemma)
      #expect(found.features.word == expected.features.word)
      #expect(found.features.shape == expected.features.shape)
      #expect(found.features.entry == expected.features.entry)
      #expect(found.lists == expected.lists)
      #expect((found.features.id == 0) == (range.count > WordMemory.bytesMax))
      if found.features.id > 0 { ids[found.features.id, default: []].append(word) }
    }
    #expect(ids.values.allSatisfy { Set($0).count == 1 })
    #expect(ids.keys.min() == WordFeatures.firstID)
  }

  @Test func `sums are those of their key, whoever had the place before`() {
    var memory = SumMemory(bits: 3, empty: SIMD4<Int16>())
    var random = SeededGenerator(seed: 6)
    var made = 0
    for _ in 0..<2_000 {
      let key = UInt64.random(in: 1...40, using: &random) << 33
      let sums = memory.sums(key) {
        made += 1
        return SIMD4(repeating: Int16(key >> 33))
      }
      #expect(sums == SIMD4(repeating: Int16(key >> 33)))
    }
    #expect(made < 2_000 && made > 40)
  }

  @Test func `names are found by their hashes, others are not`() {
    var random = SeededGenerator(seed: 8)
    for count in [0, 1, 2, 7, 8, 500] {
      let names = (0..<count).map { "name \($0 * 7)" }
      let hashes = NameHashes(names)
      #expect(hashes.isEmpty == names.isEmpty)
      #expect(names.allSatisfy { hashes.contains(FeatureHash.word($0.utf8)) })
      for _ in 0..<500 { #expect(!hashes.contains(.random(in: 1...(.max), using: &random))) }
      #expect(!hashes.contains(0))
    }
  }

  @Test func `a memory whose numbers are used up starts again`() {
    let model = Self.fresh()
    let memories = CaptionMemories()
    memories.withMemory { memory in
      memory.words.nextID = WordMemory.idMax - 1
      #expect(memory.words.isFull)
    }
    memories.withMemory { memory in
      #expect(!memory.words.isFull)
      let text = CaptionText("dog")
      let word = memory.words.word(text, 0..<3, ignoresCase: false, model)
      #expect(word.features.id == WordFeatures.firstID)
    }
  }
}
