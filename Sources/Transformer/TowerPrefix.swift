internal import Kernels

/// A beginning that many sequences of a causal tower share, computed once.
///
/// No token of a causal tower sees a later one, so that keys and values of a beginning are the same
/// in all sequences that begin with it.
public struct TowerPrefix: Sendable {
  /// For each block keys and values, `[tokens, 2 * width]`.
  let keysValues: [Matrix]
}
