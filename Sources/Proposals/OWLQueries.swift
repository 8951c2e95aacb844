public import Kernels

/// Text queries in a detector's terms, prepared once for many images.
public struct OWLQueries: Sendable {
  /// Number of queries.
  public var count: Int { weights.outputs }

  private let weights: PackedWeights

  /// Takes embeddings `[queries, size]` of `OWLModel.encodeQueries`.
  public init(_ embeddings: Matrix) {
    weights = PackedWeights(embeddings.normalizedRows(epsilon: 1e-6))
  }

  /// Dot products with rows of length 1, `[rows, queries]`.
  func cosines(_ rows: Matrix) -> Matrix {
    weights.product(rows)
  }
}
