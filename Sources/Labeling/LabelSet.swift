import Codecs

/// A finished set of labels: one pool and one choice of label settings over the regions.
///
/// Its name is the beginning of a digest over everything that its bytes depend on, so a new pool,
/// template, temperature or caption file makes a second set beside the first.
public struct LabelSet: Sendable {
  /// Name of its folder below `labels/`: 12 hex digits.
  public let name: String
  /// The set's folder.
  public let folder: String
  /// Largest probability above which a region's label counts as kept.
  public let keepProbability: Float
  /// Keeps the folder there for as long as somebody has the set.
  let use: FolderUse?
}
