public import Kernels

/// What OWLv2 says of one image: each patch is one box.
public struct OWLv2Output: Hashable, Sendable {
  /// Features of the patches, `[patches, width]`; input of the class head.
  public var features: Matrix
  /// Boxes as centre x, centre y, width, height, in 0...1 of the padded square, `[patches, 4]`.
  public var boxes: Matrix
  /// Objectness before the sigmoid, `[patches]`.
  public var objectnessLogits: [Float]
}
