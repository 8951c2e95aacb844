/// Which halves of a CLIP are in memory.
///
/// A pool needs the text tower once and regions the image tower for hours: a run that holds one at a
/// time needs half the memory.
public struct CLIPTowers: OptionSet, Hashable, Sendable {
  /// One bit for each tower.
  public let rawValue: UInt8

  /// Creates a set from its bits.
  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// The tower that embeds images.
  public static let image = CLIPTowers(rawValue: 1)
  /// The tower that embeds texts.
  public static let text = CLIPTowers(rawValue: 2)
  /// The whole model.
  public static let both: CLIPTowers = [.image, .text]
}
