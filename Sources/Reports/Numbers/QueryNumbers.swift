/// What one text query of a proposal source gave.
public struct QueryNumbers: Codable, Hashable, Sendable {
  /// Name of the source.
  public var source: String
  /// The query's number in its source; absent for regions of no query.
  @OrNull public var query: Int?
  /// The class name that was asked for; absent where the data set does not say.
  @OrNull public var name: String?
  /// Regions that it gave.
  public var regions: Int
  /// Labels of them that are kept.
  public var kept: Proportion
  /// Objects found with IoU >= 0.5, of all annotated ones; empty without ground truth.
  public var found: Proportion
  /// Objects that no other query or source found.
  public var foundAlone: Int
}
