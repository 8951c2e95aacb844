import Codecs
import Foundation
import Records
import Testing

@testable import Concepts

/// Modes that follow a published rule to the letter, against answers of Python code that was written
/// from the same description (`scripts/golden/caption_modes.py`).
struct ConceptModeGoldenTests {
  private struct Case: Decodable {
    struct Digest: Decodable {
      var count: Int
      var sha256: String
    }

    enum Runs: Decodable {
      case list([String])
      case digest(Digest)

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let list = try? container.decode([String].self) {
          self = .list(list)
        } else {
          self = .digest(try container.decode(Digest.self))
        }
      }
    }

    var caption: String
    var ngram: Runs
    var substring: [UInt32]
  }

  private struct Vocabulary: Decodable {
    var vocabulary: [[String]]
  }

  private struct Totals: Decodable {
    var captions: Int
    var ngram: String
    var lvis: String
    var coco: String
    var lvis5: String
  }

  private static let folder = CaptionFixture.root.appending(path: "Tests/Golden/modes")

  private static func sha256(_ text: String) -> String {
    SHA256Digest(of: Array(text.utf8)).hex
  }

  private static func cases() throws -> (vocabulary: [[String]], cases: [Case]) {
    let text = try String(contentsOf: folder.appending(path: "cases.jsonl"), encoding: .utf8)
    let lines = text.split(separator: "\n").map { Data($0.utf8) }
    let first = try #require(lines.first)
    return (
      try JSONDecoder().decode(Vocabulary.self, from: first).vocabulary,
      try lines.dropFirst().map { try JSONDecoder().decode(Case.self, from: $0) }
    )
  }

  @Test func `n-grams are those of the published rule, word for word`() throws {
    let parser = NGramParser(stripsPunctuation: false)
    let cases = try Self.cases().cases
    #expect(cases.count > 150)
    for example in cases {
      let parsed = parser.mentions(in: example.caption)
      let found = parsed.mentions.map(\.concept)
      switch example.ngram {
      case .list(let runs):
        #expect(found.map { Array($0.utf8) } == runs.map { Array($0.utf8) }, "\(example.caption)")
      case .digest(let digest):
        #expect(found.count == digest.count)
        #expect(Self.sha256(found.joined(separator: "\n")) == digest.sha256)
      }
      #expect(parsed.mentions.isEmpty == (parsed.rejection != nil))
    }
  }

  @Test func `sub-strings are those of the published tagger, traps included`() throws {
    let (vocabulary, cases) = try Self.cases()
    let matcher = SubstringMatcher(names: vocabulary)
    for example in cases {
      #expect(
        matcher.categories(in: [example.caption]) == example.substring,
        "\(example.caption.debugDescription)")
    }
  }

  @Test func `the evidence of every mode lies in the caption`() throws {
    let (vocabulary, cases) = try Self.cases()
    for mode in ConceptMode.allCases {
      let parser = mode.parser(vocabulary: vocabulary)
      for example in cases {
        let scalars = Array(example.caption.unicodeScalars)
        let parsed = parser.mentions(in: example.caption)
        for mention in parsed.mentions {
          let inside = mention.start >= 0 && mention.start < mention.end
          try #require(inside && mention.end <= scalars.count, "\(mode): \(mention)")
          let surface = String(String.UnicodeScalarView(scalars[mention.start..<mention.end]))
          #expect(Array(surface.utf8) == Array(mention.surface.utf8), "\(mode)")
        }
        for span in parsed.phrases {
          #expect(span.start < span.end && span.end <= scalars.count, "\(mode)")
        }
      }
    }
  }

  /// Half a minute without optimisation, so that only release builds do it.
  private static let isRelease: Bool = {
    var isDebug = false
    assert({ isDebug = true }() == ())
    return !isDebug
  }()

  @Test(.enabled(if: CaptionFixture.shared != nil && isRelease, "needs shared/data, release"))
  func `all captions at hand are answered as the references answer them`() throws {
    let shared = try #require(CaptionFixture.shared)
    let totals = try JSONDecoder().decode(
      Totals.self, from: Data(contentsOf: Self.folder.appending(path: "all.json")))
    let coco = try CaptionFixture.coco(
      URL(fileURLWithPath: shared + "/captions/coco_captions_dev.json"))
    let lines = try Data(contentsOf: URL(fileURLWithPath: shared + "/captions/cc3m_validation.txt"))
      .split(separator: 0x0a).map { String(decoding: $0, as: UTF8.self) }
    let captions = coco.annotations.compactMap(\.caption) + lines
    #expect(captions.count == totals.captions)

    struct Named: Decodable {
      var name: String
      var synonyms: [String]?
    }
    func vocabulary(_ data: Data) throws -> SubstringMatcher {
      let categories = try JSONDecoder().decode([Named].self, from: data)
      return SubstringMatcher(names: categories.map { [$0.name] + ($0.synonyms ?? []) })
    }
    let lvis = try vocabulary(
      Data(
        contentsOf: URL(
          fileURLWithPath: shared + "/categories/lvis_v1_train_cat_info.json")))
    let names = try JSONDecoder().decode(
      COCONames.self,
      from: Data(contentsOf: URL(fileURLWithPath: shared + "/categories/coco.json")))
    let coco80 = SubstringMatcher(names: names.coco80.map { [$0.name] })
    func answer(_ ids: [UInt32]) -> String { ids.map(String.init).joined(separator: ",") + "\n" }
    var digests = (lvis: SHA256Hasher(), coco: SHA256Hasher(), groups: SHA256Hasher())
    for caption in captions {
      digests.lvis.update(Array(answer(lvis.categories(in: [caption])).utf8)[...])
      digests.coco.update(Array(answer(coco80.categories(in: [caption])).utf8)[...])
    }
    for start in stride(from: 0, to: captions.count, by: 5) {
      let group = Array(captions[start..<min(start + 5, captions.count)])
      digests.groups.update(Array(answer(lvis.categories(in: group)).utf8)[...])
    }
    #expect(digests.lvis.digest.hex == totals.lvis)
    #expect(digests.coco.digest.hex == totals.coco)
    #expect(digests.groups.digest.hex == totals.lvis5)

    var runs = SHA256Hasher()
    let parser = NGramParser(stripsPunctuation: false)
    for caption in captions {
      let text = parser.mentions(in: caption).mentions.map(\.concept).joined(separator: "\n") + "\0"
      runs.update(Array(text.utf8)[...])
    }
    #expect(runs.digest.hex == totals.ngram)
  }

  private struct COCONames: Decodable {
    struct Name: Decodable {
      var name: String
    }

    var coco80: [Name]
  }
}
