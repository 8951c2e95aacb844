import Testing

@testable import CLIP

struct CLIPTokenizerTests {
  @Test(arguments: ["pair", "single", "old"])
  func `the tiny vocabulary gives the reference ids in each file form`(form: String) throws {
    let tokenizer = try CLIPTokenizer(folder: TokenizerFixture.folder(form))
    let cases = try TokenizerFixture.cases(TokenizerFixture.folder("golden.jsonl"))
    #expect(cases.count == 14)
    for example in cases {
      let encoded = tokenizer.encode(example.text)
      let isLong = example.ids.count > 77
      #expect(encoded.isTruncated == isLong, "\(example.text)")
      let expected = isLong ? Array(example.ids.prefix(76)) + [tokenizer.endID] : example.ids
      #expect(encoded.ids == expected, "\(example.text)")
    }
  }

  @Test(arguments: 3...12)
  func `a cut text keeps its end and says that it was cut`(contextLength: Int) throws {
    let folder = TokenizerFixture.folder("pair")
    let whole = try CLIPTokenizer(folder: folder).encode("a photo of a cat").ids
    let tokenizer = try CLIPTokenizer(folder: folder, contextLength: contextLength)
    let encoded = tokenizer.encode("a photo of a cat")
    #expect(encoded.ids.count == min(whole.count, contextLength))
    #expect(encoded.ids.first == tokenizer.startID)
    #expect(encoded.ids.last == tokenizer.endID)
    #expect(encoded.isTruncated == (contextLength < whole.count))
    #expect(encoded.ids.dropLast().elementsEqual(whole.prefix(encoded.ids.count - 1)))
  }

  @Test func `special names in a text are text`() throws {
    let tokenizer = try CLIPTokenizer(folder: TokenizerFixture.folder("pair"))
    let ids = tokenizer.encode("a <|endoftext|> cat <|startoftext|>").ids
    #expect(ids.filter { $0 == tokenizer.endID }.count == 1)
    #expect(ids.filter { $0 == tokenizer.startID }.count == 1)
  }

  @Test func `a folder without a vocabulary and a context without room are refused`() throws {
    #expect(throws: TokenizerError.noVocabulary(folder: "/nonexistent")) {
      try CLIPTokenizer(folder: "/nonexistent")
    }
    #expect(throws: TokenizerError.contextTooShort(2)) {
      try CLIPTokenizer(folder: TokenizerFixture.folder("pair"), contextLength: 2)
    }
  }

  @Test func `hostile texts are encoded in bounded time`() throws {
    let tokenizer = try CLIPTokenizer(folder: TokenizerFixture.folder("pair"))
    let texts = [
      String(repeating: "ab", count: 100_000), String(repeating: "&amp;", count: 20_000),
      String(repeating: "\u{0}", count: 10_000), String(repeating: "<b>", count: 10_000),
      String(repeating: "\u{1f468}\u{200d}", count: 5_000),
      String(repeating: "Ã©", count: 10_000),
    ]
    for text in texts {
      let encoded = tokenizer.encode(text)
      #expect(encoded.ids.count <= 77)
      #expect(encoded.ids.last == tokenizer.endID)
    }
    #expect(tokenizer.encode(String(repeating: "\u{0}", count: 10_000)).ids.count == 2)
  }

  @Test(.enabled(if: TokenizerFixture.sharedFolder != nil, "needs shared/data/clip-tokenizer"))
  func `CLIP's own vocabulary gives open_clip's ids on every golden line`() throws {
    let folder = try #require(TokenizerFixture.sharedFolder)
    let tokenizer = try CLIPTokenizer(folder: folder)
    let cases = try TokenizerFixture.cases(folder + "/golden.jsonl")
    #expect(cases.count == 266)
    for example in cases {
      let encoded = tokenizer.encode(example.text)
      #expect(encoded.ids == example.ids, "\(example.text.debugDescription)")
      let isLong = (example.full_len ?? 0) > 77
      #expect(encoded.isTruncated == isLong, "\(example.text.debugDescription)")
    }
  }

  @Test(.enabled(if: TokenizerFixture.sharedFolder != nil, "needs shared/data/clip-tokenizer"))
  func `Hugging Face's cleaning gives its ids where it differs`() throws {
    let folder = try #require(TokenizerFixture.sharedFolder)
    let tokenizer = try CLIPTokenizer(folder: folder, cleaning: .huggingFace)
    var compared = 0
    for example in try TokenizerFixture.cases(folder + "/golden.jsonl") {
      guard let ids = example.differs?["hf5"], !example.text.contains("<|") else { continue }
      #expect(tokenizer.encode(example.text).ids == ids, "\(example.text.debugDescription)")
      compared += 1
    }
    #expect(compared > 5)
  }
}
