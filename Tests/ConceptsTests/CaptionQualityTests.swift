import Foundation
import Records
import Testing

@testable import Concepts

struct CaptionQualityTests {
  @Test(.enabled(if: CaptionFixture.scenes != nil, "needs pipelines/bundled/scenes"))
  func `the pool of the bundled scenes holds the classes that their captions name`() throws {
    let folder = try #require(CaptionFixture.scenes)
    let captions = try CaptionFixture.coco(folder.appending(path: "captions.json"))
    let instances = try CaptionFixture.coco(folder.appending(path: "instances.json"))
    var builder = ConceptPoolBuilder(rules: ConceptRules(occurrencesMin: 1))
    let parser = CaptionParser()
    for (number, annotation) in captions.annotations.enumerated() {
      let image = InputImage(
        key: ImageKey("\(number)"), imageID: UInt64(number), captions: [annotation.caption ?? ""])
      builder.add(image, parser: parser)
    }
    let names = Set(builder.finish().names)
    let text = captions.annotations.compactMap(\.caption).joined(separator: "\n").lowercased()
    let named = (instances.categories ?? []).map(\.name).filter { text.contains($0) }
    let missing = named.filter { !names.contains($0) }
    #expect(named.count > 80)
    #expect(Double(missing.count) <= 0.05 * Double(named.count), "missing \(missing)")
  }

  @Test(.enabled(if: CaptionFixture.shared != nil, "needs shared/data/nlp"))
  func `concepts of the development cases reach F1 0_96`() throws {
    let path = try #require(CaptionFixture.shared) + "/nlp/concept_cases_dev.jsonl"
    let parser = CaptionParser()
    var score = (right: 0, wrong: 0, missed: 0)
    for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
      let example = try JSONDecoder().decode(Case.self, from: Data(line.utf8))
      let names = parser.mentions(in: example.caption).mentions.map(\.concept)
      let found = Set(names.filter(ConceptName.isKept))
      var used: Set<String> = []
      var optional: Set<String> = []
      for phrase in example.nps {
        guard let concept = phrase.concept else { continue }
        let names = Set([concept] + phrase.alts)
        if phrase.optional {
          optional.formUnion(names)
        } else if found.isDisjoint(with: names) {
          score.missed += 1
        } else if used.isDisjoint(with: names) {
          score.right += 1
          used.formUnion(names.intersection(found))
        }
      }
      score.wrong += found.subtracting(used).subtracting(optional).count
    }
    let f1 = Double(2 * score.right) / Double(2 * score.right + score.wrong + score.missed)
    #expect(f1 >= 0.96, "F1 \(f1), \(score)")
  }

  @Test(.enabled(if: CaptionFixture.shared != nil, "needs shared/data/nlp"))
  func `the test part of the treebank is tagged and chunked as well as promised`() throws {
    let path = try #require(CaptionFixture.shared) + "/nlp/en_ewt-ud-test.conllu.gz"
    let score = try CaptionModelScore(
      .standard, conllu: CaptionModelTrainer.Sources.text(path), path: path)
    #expect(score.tokens == 25_094)
    #expect(score.tagAccuracy >= 0.955, "\(score.tagAccuracy)")
    #expect(score.spans.f1 >= 0.865, "\(score.spans.f1)")
    #expect(score.heads.f1 >= 0.932, "\(score.heads.f1)")
  }

  @Test(.enabled(if: CaptionFixture.shared != nil, "needs shared/data/captions"))
  func `captions of COCO and Conceptual Captions are English, others are not`() throws {
    let folder = try #require(CaptionFixture.shared) + "/captions"
    let parser = CaptionParser()
    func accepted(_ captions: [String]) -> Double {
      let rejected = captions.count { parser.mentions(in: $0).rejection?.reason == .notEnglish }
      return 1 - Double(rejected) / Double(captions.count)
    }
    let coco = try CaptionFixture.coco(URL(fileURLWithPath: folder + "/coco_captions_dev.json"))
    #expect(accepted(coco.annotations.prefix(400).compactMap(\.caption)) > 0.99)
    let cc = try String(contentsOfFile: folder + "/cc3m_validation.txt", encoding: .utf8)
    #expect(accepted(cc.split(separator: "\n").prefix(400).map(String.init)) > 0.98)
  }

  private struct Case: Decodable {
    struct Phrase: Decodable {
      var concept: String?
      var alts: [String]
      var optional: Bool
    }

    var caption: String
    var nps: [Phrase]
  }
}
