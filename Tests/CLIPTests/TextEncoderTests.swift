import CLIP
import Foundation
import Kernels
import Testing

struct TextEncoderTests {
  /// One id per letter; texts longer than 6 letters lose their end.
  private struct Letters: TextTokenizing {
    func encode(_ text: String) -> TokenizedText {
      let letters = text.utf8.map { Int32($0) }
      return TokenizedText(
        ids: [298] + letters.prefix(6) + [299], isTruncated: letters.count > 6)
    }
  }

  private let model: CLIPModel

  init() throws {
    model = try CLIPModel(folder: golden.appending(path: "random-models/clip-quick-gelu").path)
  }

  @Test func `Texts go through in batches and keep their order`() {
    let texts = ["cat", "a", "", "doggies", "umbrella", "b"]
    let encoder = TextEncoder(model: model, tokenizer: Letters(), batch: 2)
    let result = encoder.encode(texts)
    #expect(result.truncated == [3, 4])
    for (row, text) in texts.enumerated() {
      let alone = model.encodeTokens([Letters().encode(text).ids])
      #expect(compare(result.matrix.rows(row..<row + 1), alone).difference < 1e-6)
    }
  }

  @Test(arguments: [1, 3, 64], TextEncoder.Averaging.allCases)
  func `A concept is the mean over its prompts`(
    batch: Int, averaging: TextEncoder.Averaging
  ) {
    let encoder = TextEncoder(model: model, tokenizer: Letters(), batch: batch)
    let concepts = ["cat", "dog", "bananas"]
    let templates = ["{}", "a {}", "{} {}"]
    let result = encoder.encode(concepts: concepts, templates: templates, averaging: averaging)
    #expect(result.truncated == [0, 1, 2])
    for (row, concept) in concepts.enumerated() {
      let prompts = [concept, "a \(concept)", "\(concept) \(concept)"]
      let embeddings = encoder.encode(prompts).matrix
      let parts = averaging == .rawMean ? embeddings : embeddings.normalizedRows()
      let mean = parts.meanRow()
      for column in 0..<24 { #expect(abs(result.matrix[row, column] - mean[column]) < 1e-5) }
    }
    let plain = encoder.encode(concepts: concepts, templates: ["{}"], averaging: .rawMean)
    #expect(plain.truncated == [2])
  }
}
