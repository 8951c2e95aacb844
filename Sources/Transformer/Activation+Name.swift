public import Kernels

extension Activation {
  /// The activation that a Hugging Face configuration calls `name`; `nil` when it is another one.
  public init?(configurationName name: String) {
    switch name {
    case "quick_gelu": self = .quickGELU
    case "gelu": self = .gelu
    default: return nil
    }
  }
}
