internal import Kernels
internal import Transformer

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// The class head: what each patch brings to a comparison with texts.
struct OWLClassHead: Sendable {
  private let embedding: PackedWeights
  private let shift: PackedWeights
  private let scale: PackedWeights

  init(width: Int, outputs: Int, from source: inout WeightSource) {
    embedding = source.linear("class_head.dense0", outputs: outputs, inputs: width)
    shift = source.linear("class_head.logit_shift", outputs: 1, inputs: width)
    scale = source.linear("class_head.logit_scale", outputs: 1, inputs: width)
  }

  /// The class sides of patches with features `[patches, width]`.
  func callAsFunction(_ features: Matrix) -> OWLClassSides {
    OWLClassSides(
      embeddings: embedding.product(features).normalizedRows(epsilon: 1e-6),
      shifts: shift.product(features).values,
      // elu(x) + 1
      scales: scale.product(features).values.map { $0 > 0 ? $0 + 1 : exp($0) })
  }
}
