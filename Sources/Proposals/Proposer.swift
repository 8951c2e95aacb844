public import Records

/// A source of class-agnostic boxes.
public protocol Proposer: Sendable {
  /// The boxes of one image in its pixels, in any order, not yet clipped or filtered.
  ///
  /// Equal arguments give equal proposals on every call and thread. Throws only for failures of the
  /// environment; an image without objects has no proposals.
  func propose(_ image: PixelImage, key: ImageKey) throws -> [Proposal]
}
