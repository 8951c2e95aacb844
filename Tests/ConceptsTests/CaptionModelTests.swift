import Codecs
import Foundation
import Testing

@testable import Concepts

struct CaptionModelTests {
  private static let conllu = """
    # text = the man 's old hats
    1\tthe\tthe\tDET\tDT\t_\t2\tdet\t_\t_
    2\tman\tman\tNOUN\tNN\t_\t5\tnmod:poss\t_\t_
    3\t's\t's\tPART\tPOS\t_\t2\tcase\t_\t_
    4\told\told\tADJ\tJJ\t_\t5\tamod\t_\t_
    5\thats\that\tNOUN\tNNS\t_\t0\troot\t_\t_

    1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
    1\tdo\tdo\tAUX\tVB\t_\t3\taux\t_\t_
    2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_
    3\tsee\tsee\tVERB\tVB\t_\t0\troot\t_\t_
    4\tit\tit\tPRON\tPRP\t_\t3\tobj\t_\t_

    """

  private static let wordNet = [
    "index.noun": """
    man n 1 1 @ 1 1 00000002
    hat n 1 1 @ 1 1 00000003
    joy n 1 1 @ 1 0 00000004
    top_hat n 1 1 @ 1 0 00000005
    old_man n 1 1 @ 1 0 00000002

    """,
    "data.noun": """
    00001930 03 n 01 physical_entity 0 000 | a thing
    00000002 18 n 01 man 0 001 @ 00001930 n 0000 | he
    00000003 06 n 01 hat 0 001 @ 00001930 n 0000 | headdress
    00000004 12 n 01 joy 0 000 | gladness
    00000005 06 n 01 top_hat 0 001 @ 00000003 n 0000 | tall

    """,
    "index.verb": "see v 1 0 1 0 00000009\n", "index.adj": "old a 1 0 1 0 00000009\n",
    "index.adv": "", "noun.exc": "men man\n", "verb.exc": "saw see\n",
    "cntlist.rev": "man%1:18:00:: 1 9\n",
  ]

  private func trainer(brackets: String = "[the man] sees [a hat]\n") throws -> CaptionModelTrainer
  {
    try CaptionModelTrainer(
      CaptionModelTrainer.Sources(
        treebank: ("a.conllu", Self.conllu), brackets: ("b.txt", brackets),
        clusters: ("c.tsv", "man\t1\nhat\t2\n"), wordNet: Self.wordNet))
  }

  @Test func `the same inputs give the same bytes, and the bytes the same model`() throws {
    let model = try trainer().train()
    let bytes = try model.encoded()
    #expect(try trainer().train().encoded() == bytes)
    let read = try CaptionModel(bytes: bytes, path: "x")
    #expect(read.words == model.words)
    #expect(read.lemmaRules == model.lemmaRules)
    #expect(read.sequence.tagger.weights == model.sequence.tagger.weights)
    #expect(read.tags(of: ["the", "old", "man"]) == model.tags(of: ["the", "old", "man"]))
    #expect(
      model.tags(of: ["the", "man", "'s", "old", "hats"]).map(\.rawValue) == [
        "DET", "NOUN", "PART", "ADJ", "NOUN",
      ])
  }

  @Test func `words carry what WordNet and the treebank say`() throws {
    let words = try trainer().train().words
    #expect(words.entry(of: "man")?.physicalShare == 1)
    #expect(words.entry(of: "joy")?.physicalShare == 0)
    #expect(words.entry(of: "see")?.physicalShare == nil)
    #expect(words.entry(of: "saw")?.forms.contains(.past) == true)
    #expect(words.entry(of: "top hat")?.isCompound == true)
    #expect(words.entry(of: "old man") == nil)
    #expect(words.entry(of: "zorb") == nil)
    #expect(words.entry(of: "the")?.isFunctionWord == true)
  }

  @Test func `gold phrases end at possessives and leave pronouns alone`() throws {
    let sentences = try Treebank(conllu: Self.conllu, path: "x").sentences
    #expect(GoldPhrases.chunks(of: sentences[0]) == [1, 2, 0, 1, 2])
    #expect(GoldPhrases.chunks(of: sentences[1]) == [0, 0, 0, 1])
  }

  @Test func `a model of one's own has a digest, which parts of a pool agree on`() throws {
    let bytes = try trainer().train().encoded()
    let path = FileManager.default.temporaryDirectory
      .appending(path: "pseudobox-model-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(bytes).write(to: URL(filePath: path))
    let model = try CaptionModel(path: path)
    #expect(model.digest == SHA256Digest(of: bytes))
    #expect(CaptionModel.standard.digest == nil)
    let rules = ConceptRules()
    #expect(
      rules.parsingText(mergesSynonyms: false, model: model)
        == rules.parsingText(mergesSynonyms: false).replacing(
          " compounds=", with: " model=\(SHA256Digest(of: bytes).hex) compounds="))
    // The small model knows `hat` and little else; every mode that tags takes it.
    for mode in ConceptMode.allCases where mode != .ngram && mode != .matchSubstring {
      let parser = mode.parser(vocabulary: [["man"]], model: model)
      let other = mode.parser(vocabulary: [["man"]])
      let caption = "the man sees a skateboard"
      #expect(parser.explain(caption).json != other.explain(caption).json, "\(mode)")
    }
  }

  @Test func `a damaged model is an error, never a crash`() throws {
    let bytes = try trainer().train().encoded()
    for length in [0, 7, 8, 15, 16, 20, bytes.count / 2, bytes.count - 1] {
      #expect(throws: TrainingError.self) {
        try CaptionModel(bytes: Array(bytes.prefix(length)), path: "x")
      }
    }
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<200 {
      var damaged = bytes
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      damaged[place] ^= UInt8.random(in: 1...255, using: &generator)
      if let model = try? CaptionModel(bytes: damaged, path: "x") {
        _ = model.tags(of: ["the", "man"])
      }
    }
    #expect(throws: TrainingError.self) { try CaptionModel(bytes: bytes + [0], path: "x") }
  }

  @Test(arguments: ["[a dog", "a dog]", "[a [dog]]", "\n\n"])
  func `brackets that do not match are told with their line`(text: String) {
    #expect(throws: TrainingError.self) { try BracketedCaptions(text, path: "x") }
  }

  @Test(arguments: ["", "1\tdog\n", "1\tdog\tdog\tNN\tNN\t_\t0\troot\t_\t_\n"])
  func `what is no treebank is told`(text: String) {
    #expect(throws: TrainingError.self) { try Treebank(conllu: text, path: "x") }
  }

  @Test func `lemma rules turn every form into its lemma`() {
    for (word, lemma) in [("men", "man"), ("dogs", "dog"), ("people", "person"), ("x", "x")] {
      let rule = LemmaRule(from: word, to: lemma)
      let stem = String(decoding: Array(word.utf8.dropLast(Int(rule.dropped))), as: UTF8.self)
      #expect(stem + rule.ending == lemma)
    }
  }
}
