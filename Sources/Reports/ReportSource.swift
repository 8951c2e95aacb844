/// One entry of the configured proposal sources, in the order that `RegionRecord.sources` counts.
public struct ReportSource: Hashable, Sendable {
  /// Its name in the configuration.
  public var name: String
  /// Whether its boxes are the ground truth's own.
  ///
  /// Recall of such boxes says nothing, so they are left out of proposal quality while another
  /// source is there; the accuracy of their labels is reported apart.
  public var isGroundTruth: Bool

  /// Creates a source.
  public init(name: String, isGroundTruth: Bool = false) {
    self.name = name
    self.isGroundTruth = isGroundTruth
  }
}
