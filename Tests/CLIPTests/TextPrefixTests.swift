import Kernels
import Testing

@testable import CLIP

struct TextPrefixTests {
  private let model: CLIPModel

  init() throws {
    model = try CLIPModel(folder: golden.appending(path: "random-models/clip-quick-gelu").path)
  }

  /// Texts of every length that begin alike for `shared` ids.
  private func texts(sharing shared: Int) -> [[Int32]] {
    var texts: [[Int32]] = []
    for count in shared + 1...model.context {
      var ids: [Int32] = [298]
      for position in 1..<max(count - 1, 1) {
        let own = position < shared ? 0 : count
        ids.append(Int32((position * 37 + own * 71) % 290))
      }
      while ids.count < count - 1 { ids.append(1) }
      texts.append(ids.prefix(count - 1) + [299])
    }
    return texts
  }

  @Test func `What texts begin with can be computed once`() {
    for shared in 1..<model.context {
      let texts = texts(sharing: shared)
      let plain = model.encodeTokens(texts)
      let prefix = model.textPrefix(texts[0].prefix(shared))
      let found = model.encodeTokens(texts, after: prefix)
      if KernelLevel.current.hasOwnProduct {
        #expect(found == plain, "\(shared) ids shared")
      } else {
        #expect(compare(found, plain).difference < 1e-6, "\(shared) ids shared")
      }
    }
  }

  @Test func `No text is left empty by what is shared`() {
    #expect(TextEncoder.sharedCount([]) == 0)
    #expect(TextEncoder.sharedCount([[7]]) == 0)
    #expect(TextEncoder.sharedCount([[1, 2, 3]]) == 2)
    #expect(TextEncoder.sharedCount([[1, 2, 3], [1, 2, 3]]) == 2)
    #expect(TextEncoder.sharedCount([[1, 2, 3, 4], [1, 2]]) == 1)
    #expect(TextEncoder.sharedCount([[1, 2, 3, 4], [1, 2, 5, 4]]) == 2)
    #expect(TextEncoder.sharedCount([[1, 2, 3, 4], [6, 2, 5, 4]]) == 0)
    #expect(TextEncoder.sharedCount([[], [1]]) == 0)
    #expect(TextEncoder.sharedCount([[1], []]) == 0)
  }

  /// One id for each letter.
  private struct Letters: TextTokenizing {
    func encode(_ text: String) -> TokenizedText {
      TokenizedText(ids: [298] + text.utf8.prefix(18).map { Int32($0) } + [299], isTruncated: false)
    }
  }

  @Test func `Prompts give what they give one by one`() {
    let encoder = TextEncoder(model: model, tokenizer: Letters(), batch: 3)
    let concepts = ["cat", "car", "dog", "a", "hot dog", "hot air"]
    let templates = ["photo of {}.", "{} here", "{}"]
    let found = encoder.encode(concepts: concepts, templates: templates, averaging: .rawMean)
    for (row, concept) in concepts.enumerated() {
      let prompts = templates.map { template in
        let ids = Letters().encode(TextEncoder.prompt(template, concept)).ids
        return Array(model.encodeTokens([ids]).row(0))
      }
      let mean = Matrix(columns: 24, rows: prompts).meanRow()
      let expected = Matrix(columns: 24, rows: [mean])
      if KernelLevel.current.hasOwnProduct {
        #expect(found.matrix.rows(row..<row + 1) == expected, "\(concept)")
      } else {
        #expect(compare(found.matrix.rows(row..<row + 1), expected).difference < 1e-6)
      }
    }
  }
}
