import Codecs
import Foundation
import Transformer

extension BytePairVocabulary {
  /// Largest file that is read, unpacked; CLIP's take less than 4 MB.
  private static let bytesMax = 32 << 20

  private static let simpleName = "bpe_simple_vocab_16e6.txt"

  /// Reads the vocabulary that a folder has, in this order: `vocab.json` with `merges.txt`,
  /// `tokenizer.json`, `bpe_simple_vocab_16e6.txt`, the same as `.gz`.
  init(folder: String) throws {
    func has(_ name: String) -> Bool {
      FileManager.default.fileExists(atPath: folder + "/" + name)
    }
    if has("vocab.json"), has("merges.txt") {
      try self.init(
        vocabulary: folder + "/vocab.json", merges: folder + "/merges.txt")
    } else if has("tokenizer.json") {
      try self.init(tokenizer: folder + "/tokenizer.json")
    } else if let name = [Self.simpleName, Self.simpleName + ".gz"].first(where: has) {
      try self.init(simpleVocabulary: folder + "/" + name)
    } else {
      throw TokenizerError.noVocabulary(folder: folder)
    }
  }

  private init(vocabulary: String, merges: String) throws {
    let ids = try Self.decode([String: Int32].self, vocabulary)
    let lines = try Self.lines(merges)
    let body = lines.first?.hasPrefix("#version") == true ? lines.dropFirst() : lines[...]
    try self.init(ids: ids, merges: try Self.pairs(body, merges), path: vocabulary)
  }

  /// Merges that OpenAI's model uses: with 2 x 256 bytes, start and end they are its 49,408 ids.
  private static let openAIMerges = 49_408 - 2 * 256 - 2

  private init(simpleVocabulary path: String) throws {
    // OpenAI's file holds many more merges than its model uses.
    let lines = try Self.lines(path).dropFirst().prefix(Self.openAIMerges)
    guard lines.count == Self.openAIMerges else {
      throw TokenizerError.malformed(
        path: path, expected: "at least \(Self.openAIMerges) merges after the header",
        found: "\(lines.count)")
    }
    try self.init(openAIMerges: try Self.pairs(lines, path), path: path)
  }

  private init(tokenizer path: String) throws {
    let file = try Self.decode(TokenizerFile.self, path)
    guard file.model.type ?? "BPE" == "BPE", file.model.endOfWordSuffix == "</w>" else {
      throw TokenizerError.malformed(
        path: path, expected: "a BPE model with end_of_word_suffix '</w>'",
        found: "\(file.model.type ?? "no type") with '\(file.model.endOfWordSuffix ?? "")'")
    }
    var ids = file.model.vocab
    for token in file.addedTokens ?? [] { ids[token.content] = token.id }
    let merges = try file.model.merges.map { merge in
      guard merge.parts.count == 2 else {
        throw TokenizerError.malformed(
          path: path, expected: "merges of 2 tokens", found: "\(merge.parts.count) tokens")
      }
      return (first: merge.parts[0], second: merge.parts[1])
    }
    try self.init(ids: ids, merges: merges, path: path)
  }

  /// Lines end at line feeds and nothing else: names of tokens may hold what Unicode calls a newline.
  private static func lines(_ path: String) throws -> [Substring] {
    try bytes(path).split(separator: 0x0A).map { line in
      Substring(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
    }
  }

  private static func pairs(_ lines: ArraySlice<Substring>, _ path: String) throws
    -> [(first: String, second: String)]
  {
    try lines.map { line in
      let parts = line.split(separator: " ")
      guard parts.count == 2 else {
        throw TokenizerError.malformed(
          path: path, expected: "two tokens on each line", found: "'\(line.prefix(60))'")
      }
      return (String(parts[0]), String(parts[1]))
    }
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    do {
      guard path.hasSuffix(".gz") else { return try readFile(path, bytesMax: bytesMax) }
      return try GzipReader(path: path, contentBytesMax: bytesMax).readAll()
    } catch {
      // Both errors begin with the path, and so does ours.
      let reason = String("\(error)".trimmingPrefix("\(path): "))
      throw TokenizerError.unreadable(path: path, reason: reason)
    }
  }

  private static func decode<Value: Decodable>(_ type: Value.Type, _ path: String) throws -> Value {
    let bytes = try bytes(path)
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      let problem = ConfigurationError(path: path, bytes: bytes, decoding: type, failure: error)
      let place = problem.key.isEmpty ? "" : "`\(problem.key)`: "
      throw TokenizerError.malformed(
        path: path, expected: place + problem.expected, found: problem.found)
    }
  }
}

/// The parts of a Hugging Face `tokenizer.json` that CLIP uses.
private struct TokenizerFile: Decodable {
  struct Model: Decodable {
    var type: String?
    var vocab: [String: Int32]
    var merges: [Pair]
    var endOfWordSuffix: String?

    enum CodingKeys: String, CodingKey {
      case type, vocab, merges
      case endOfWordSuffix = "end_of_word_suffix"
    }
  }

  /// A merge: `"a b"` in older files, `["a", "b"]` in newer ones.
  struct Pair: Decodable {
    var parts: [String]

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        parts = text.split(separator: " ").map(String.init)
      } else {
        parts = try container.decode([String].self)
      }
    }
  }

  struct AddedToken: Decodable {
    var id: Int32
    var content: String
  }

  var model: Model
  var addedTokens: [AddedToken]?

  enum CodingKeys: String, CodingKey {
    case model
    case addedTokens = "added_tokens"
  }
}
