internal import Transformer

/// The first ids of many texts and what the text tower makes of them, computed once.
public struct TextPrefix: Sendable {
  /// The ids, `[tokens]`.
  public let ids: [Int32]
  let tower: TowerPrefix
}
