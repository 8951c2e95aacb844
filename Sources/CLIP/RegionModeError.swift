/// A way of embedding regions that a teacher does not allow.
public enum RegionModeError: Error, Hashable, Sendable {
  /// RoIAlign was asked for, and the model's image tower is a vision transformer.
  case roiAlignNeedsResNet
  /// 8-bit products were asked for, and the model's image tower is a ResNet.
  case int8NeedsVisionTransformer
}

extension RegionModeError: CustomStringConvertible {
  /// For people: what, expected, found, what to do.
  public var description: String {
    switch self {
    case .roiAlignNeedsResNet:
      "regions.teacher.mode roi_align: expected a teacher with a ResNet (RN50, RN101, RN50x4), "
        + "whose maps keep the places of things; found a vision transformer. "
        + "Use mode crop, or give the open_clip folder of a ResNet as regions.teacher.model."
    case .int8NeedsVisionTransformer:
      "regions.teacher.precision int8: expected a teacher with a vision transformer; found a "
        + "ResNet, whose embeddings 8-bit products move too far from those of floats (cosines of "
        + "0.98). Use precision f32."
    }
  }
}
