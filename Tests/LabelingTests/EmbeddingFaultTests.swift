import Kernels
import Labeling
import Testing

struct EmbeddingFaultTests {
  private func fault(_ rows: [[Float]]) -> EmbeddingFault? {
    do {
      try EmbeddingFault.check(Matrix(columns: 3, rows: rows)) { "row \($0)" }
      return nil
    } catch {
      return error
    }
  }

  @Test func `Embeddings that f16 holds and that point somewhere are let through`() {
    #expect(fault([[1, -2, 0], [0, 0, 65504], [-65504, 0, 0], [0, 6e-8, 0]]) == nil)
    #expect(fault([]) == nil)
  }

  @Test(
    arguments: [
      ([.nan, 0, 1], "NaN or infinity"), ([1, -.infinity, 0], "NaN or infinity"),
      ([0, -70000, 1], "70000.0, while f16 holds at most 65504"), ([0, -0, 0], "zeros"),
      ([1e-9, 0, 0], "zeros"),
    ] as [([Float], String)])
  func `All others are named`(row: [Float], found: String) {
    let fault = fault([[1, 2, 3], row])
    #expect(fault?.subject == "row 1" && fault?.found == found)
    #expect(fault?.description.contains("regions.teacher.model") == true)
  }
}
