internal import Kernels
internal import Transformer

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// OWLv2's class head: cosine of patch and query, shifted and scaled by what the patch says.
struct OWLv2ClassHead: Sendable {
  private let embedding: PackedWeights
  private let shift: PackedWeights
  private let scale: PackedWeights

  init(width: Int, outputs: Int, from source: inout WeightSource) {
    embedding = source.linear("class_head.dense0", outputs: outputs, inputs: width)
    shift = source.linear("class_head.logit_shift", outputs: 1, inputs: width)
    scale = source.linear("class_head.logit_scale", outputs: 1, inputs: width)
  }

  /// `(cosine + shift) * (elu(scale) + 1)`, `[patches, queries]`.
  func callAsFunction(_ features: Matrix, queries: Matrix) -> Matrix {
    let patches = embedding.product(features).normalizedRows(epsilon: 1e-6)
    var logits = PackedWeights(queries.normalizedRows(epsilon: 1e-6)).product(patches)
    let shifts = shift.product(features)
    let scales = scale.product(features)
    for patch in 0..<logits.rows {
      let raw = scales[patch, 0]
      let factor = raw > 0 ? raw + 1 : exp(raw)
      for query in 0..<logits.columns {
        logits[patch, query] = (logits[patch, query] + shifts[patch, 0]) * factor
      }
    }
    return logits
  }
}
