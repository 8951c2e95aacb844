public import Kernels

/// Text queries in a detector's terms, prepared once for many images.
public struct OWLQueries: Sendable {
  /// Number of queries.
  public let count: Int
  /// The queries in their order, a bounded number at a time: so is what they give for an image.
  let slices: [Slice]

  /// Some queries one after another.
  struct Slice: Sendable {
    /// Number of the first one among all queries.
    let first: Int
    private let weights: PackedWeights

    init(first: Int, _ embeddings: Matrix) {
      self.first = first
      weights = PackedWeights(embeddings)
    }

    /// Dot products with rows of length 1, `[rows, queries]`.
    func cosines(_ rows: Matrix) -> Matrix {
      weights.product(rows)
    }
  }

  /// Takes embeddings `[queries, size]` of `OWLModel.encodeQueries`.
  public init(_ embeddings: Matrix) {
    self.init(embeddings, sliceMax: 256)
  }

  /// Takes at most `sliceMax` queries at a time; answers do not depend on it.
  init(_ embeddings: Matrix, sliceMax: Int) {
    count = embeddings.rows
    let embeddings = embeddings.normalizedRows(epsilon: 1e-6)
    slices = stride(from: 0, to: embeddings.rows, by: sliceMax).map { first in
      Slice(first: first, embeddings.rows(first..<min(first + sliceMax, embeddings.rows)))
    }
  }
}
