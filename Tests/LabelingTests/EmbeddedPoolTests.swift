import Concepts
import Kernels
import Testing

@testable import Labeling

struct EmbeddedPoolTests {
  /// The same pool and digest stand in scripts/reader/tests/test_dataset.py.
  @Test func `a pool's digest is SHA-256 over names, sizes and the bits of embeddings`() {
    let pool = ConceptPool(nameList: "traffic light\ncafé\n")
    let embeddings = Matrix(columns: 3, rows: [[1, -2.5, 0.1], [3, 0, 1e-7]])
    let embedded = EmbeddedPool(pool: pool, embeddings: embeddings, captionCounts: [:])
    #expect(
      embedded.digest.hex
        == "fac9e8304c55a3d7592235540f0481485dc301238f846bd17a54423108ed5eb0")
  }
}
