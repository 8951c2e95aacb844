/// With what a tower's large products are computed.
public enum Precision: String, CaseIterable, Hashable, Sendable {
  /// 32-bit floats throughout: the reference.
  case f32
  /// Products of 8-bit numbers with exact sums; everything between them stays in 32-bit floats.
  case int8
}
