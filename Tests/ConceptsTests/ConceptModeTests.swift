import Records
import Testing

@testable import Concepts

struct ConceptModeTests {
  private func names(
    _ caption: String, _ mode: ConceptMode, _ vocabulary: [[String]] = []
  ) -> [String] {
    mode.parser(vocabulary: vocabulary).mentions(in: caption).mentions.map(\.concept)
  }

  @Test func `each mode names a caption in its own way`() {
    let caption = "A couple of young women with two red stop signs in front of the old houses."
    #expect(names(caption, .concepts).contains("stop sign"))
    #expect(!names(caption, .concepts).contains("couple"))
    let heads = names(caption, .regionclip)
    #expect(heads.contains("couple") && heads.contains("stop sign") && heads.contains("house"))
    #expect(!heads.contains("front"), "a part of a preposition")
    let phrases = names(caption, .phrases)
    #expect(phrases.contains("red stop signs") && phrases.contains("old houses"))
    #expect(names(caption, .ngram).contains("red stop signs in front"))
    let vocabulary = [["stop_sign", "halt sign"], ["house"], ["woman", "lady"], ["cat"]]
    #expect(names(caption, .match, vocabulary) == ["woman", "stop_sign", "house"])
    #expect(names(caption, .matchSubstring, vocabulary).isEmpty, "plurals are no names")
  }

  @Test func `modifiers of the head turn around, known compounds stay together`() {
    func ordered(_ words: String, _ pairs: Set<String> = []) -> String {
      RegionCLIPParser.ordered(words.split(separator: " ").map(String.init)) {
        pairs.contains($0 + " " + $1)
      }
    }
    #expect(ordered("player") == "player")
    #expect(ordered("tennis player") == "tennis player")
    #expect(ordered("woman tennis player") == "tennis woman player")
    #expect(ordered("tennis court net", ["tennis court"]) == "tennis court net")
    #expect(ordered("city tennis court net", ["tennis court"]) == "tennis court city net")
    #expect(ordered("a b c d") == "c b a d")
    #expect(ordered("") == "")
  }

  @Test func `signs around words are taken off unless the rule is to be exact`() {
    let caption = "\"Dogs,\" on a (wooden) ramp. Photo: -- x"
    let stripped = NGramParser().mentions(in: caption).mentions
    #expect(stripped.first?.concept == "dogs")
    #expect(stripped.first?.surface == "Dogs")
    #expect(stripped.first?.start == 1)
    #expect(stripped.contains { $0.concept == "wooden ramp x" }, "a generic word beside a sign")
    let exact = NGramParser(stripsPunctuation: false).mentions(in: caption).mentions
    #expect(exact.first?.concept == "\"dogs,\"")
    #expect(exact.contains { $0.concept == "ramp. photo: --" })
  }

  @Test func `every reader of a caption ends in linear time and counts what it leaves`() {
    let hostile = [
      String(repeating: "the ", count: 10_000), String(repeating: "dog ", count: 10_000),
      String(repeating: ",", count: 10_000), String(repeating: "Σ'", count: 5_000),
      String(repeating: "a\u{301}", count: 5_000), String(repeating: "x", count: 1 << 18),
      "\0", "\u{feff}", "\u{202e}dog\u{202c}", "👨‍👩‍👧 dog 🐶", "<b>dog</b> &amp; cat",
      String(repeating: "((", count: 5_000) + "dog", "\u{fffd}\u{fffd} dog",
    ]
    let clock = ContinuousClock()
    for mode in ConceptMode.allCases {
      let parser = mode.parser(vocabulary: [["dog"], ["σ"], [""], ["(x)"]])
      let time = clock.measure {
        for caption in hostile {
          let parsed = parser.mentions(in: caption)
          #expect(parsed.mentions.isEmpty == (parsed.rejection != nil), "\(mode)")
        }
      }
      #expect(time < .seconds(20), "\(mode) took \(time)")
    }
  }

  @Test func `explanations say for each piece why it was kept or dropped`() {
    for mode in ConceptMode.allCases {
      let parser = mode.parser(vocabulary: [["dog"], ["bench", "seat"]])
      let caption = "A couple of dogs on the bench \u{1b}[31m with a dog here\u{0}"
      let explanation = parser.explain(caption)
      let kept = explanation.candidates.compactMap(\.concept)
      #expect(Set(kept) == Set(parser.mentions(in: caption).mentions.map(\.concept)), "\(mode)")
      #expect(explanation.candidates.allSatisfy { !$0.rule.isEmpty && !$0.reason.isEmpty })
      #expect(explanation.json.utf8.allSatisfy { $0 >= 0x20 }, "\(mode): one line, no controls")
      #expect(explanation.text.contains("bench"))
    }
    let dropped = ConceptMode.concepts.parser().explain("the view").candidates.first
    #expect(dropped?.concept == nil)
    #expect(dropped?.rule == "stop_concept")
  }
}
