public import Kernels

/// What an OWL detector says of one image: each patch is one box.
public struct OWLOutput: Hashable, Sendable {
  /// Features of the patches, `[patches, width]`; input of the class head.
  public var features: Matrix
  /// Boxes as centre x, centre y, width, height, in 0...1 of what the detector saw, `[patches, 4]`.
  public var boxes: Matrix
  /// Objectness before the sigmoid, `[patches]`; `nil` for OWL-ViT, which has none.
  public var objectnessLogits: [Float]?

  /// Whether all of it are numbers.
  public var isFinite: Bool {
    boxes.values.allSatisfy(\.isFinite) && features.values.allSatisfy(\.isFinite)
      && (objectnessLogits ?? []).allSatisfy(\.isFinite)
  }
}
