import Foundation
import Testing

@testable import CLIP

/// Tokenizer files with something wrong, and the file that OpenAI hands out.
struct HostileVocabularyTests {
  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "vocabulary-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// A vocabulary may load or be refused by name, in one line that is not a dump.
  private func load(_ what: String) {
    do {
      let tokenizer = try CLIPTokenizer(folder: folder.path)
      #expect(tokenizer.encode("a photo of a cat").ids.allSatisfy { $0 >= 0 })
    } catch let error as TokenizerError {
      let text = "\(error)"
      #expect(text.hasPrefix(folder.path), "\(what): \(text)")
      for dump in ["DecodingError", "CodingKey", "Swift.", "Optional("] {
        #expect(!text.contains(dump), "\(what): \(text)")
      }
    } catch {
      Issue.record("\(what): \(error)")
    }
  }

  @Test(arguments: [("pair", "vocab.json"), ("pair", "merges.txt"), ("single", "tokenizer.json")])
  func `files with bytes changed, cut or doubled`(form: String, name: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = URL(filePath: TokenizerFixture.folder(form))
    for file in try FileManager.default.contentsOfDirectory(atPath: source.path) {
      try FileManager.default.copyItem(
        at: source.appending(path: file), to: folder.appending(path: file))
    }
    let bytes = Array(try Data(contentsOf: source.appending(path: name)))
    var generator = SeededGenerator(seed: 3)
    for round in 0..<40 {
      var changed = bytes
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      switch round % 4 {
      case 0: changed[place] = UInt8.random(in: 0...255, using: &generator)
      case 1: changed.removeLast(bytes.count - place)
      case 2: changed[place] = UInt8(ascii: "-")
      default: changed.insert(contentsOf: bytes[place...].prefix(100), at: place)
      }
      try Data(changed).write(to: folder.appending(path: name))
      load("\(name), round \(round), byte \(place)")
    }
  }

  @Test func `ids below 0 and vocabularies of other sizes are refused`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = URL(filePath: TokenizerFixture.folder("pair"))
    let text = try String(contentsOf: source.appending(path: "vocab.json"), encoding: .utf8)
    try FileManager.default.copyItem(
      at: source.appending(path: "merges.txt"), to: folder.appending(path: "merges.txt"))
    let url = folder.appending(path: "vocab.json")
    try Data(text.replacing("\"<|endoftext|>\": ", with: "\"<|endoftext|>\": -").utf8).write(
      to: url)
    let error = #expect(throws: TokenizerError.self) { try CLIPTokenizer(folder: folder.path) }
    #expect("\(String(describing: error))".contains("ids of at least 0"))
    try Data(text.utf8).write(to: url)
    let vocabulary = try CLIPTokenizer(folder: folder.path).vocabulary
    let size = vocabulary.size
    for rows in [size, size + 1, size + 127] { try vocabulary.check(fits: rows, endID: nil) }
    for rows in [size - 1, size + 128, 1] {
      #expect(throws: TokenizerError.self) { try vocabulary.check(fits: rows, endID: nil) }
    }
    try vocabulary.check(fits: size, endID: Int(vocabulary.end))
    #expect(throws: TokenizerError.self) { try vocabulary.check(fits: size, endID: 5) }
  }

  @Test func `a damaged .gz is named`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appending(path: "bpe_simple_vocab_16e6.txt.gz")
    for bytes in [[], [0x1F, 0x8B], Array("text".utf8)] as [[UInt8]] {
      try Data(bytes).write(to: url)
      load("\(bytes)")
    }
  }

  @Test(.enabled(if: TokenizerFixture.sharedFolder != nil, "needs shared/data/clip-tokenizer"))
  func `OpenAI's .gz alone gives open_clip's ids on every golden line`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let shared = try #require(TokenizerFixture.sharedFolder)
    let name = "bpe_simple_vocab_16e6.txt.gz"
    try FileManager.default.copyItem(
      at: URL(filePath: "\(shared)/\(name)"), to: folder.appending(path: name))
    let tokenizer = try CLIPTokenizer(folder: folder.path)
    #expect(tokenizer.summary.size == 49_408 && tokenizer.endID == 49_407)
    for example in try TokenizerFixture.cases(shared + "/golden.jsonl") {
      #expect(tokenizer.encode(example.text).ids == example.ids, "\(example.text.debugDescription)")
    }
  }
}
