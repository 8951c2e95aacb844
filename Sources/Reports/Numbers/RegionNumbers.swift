/// Regions, their scores and where they came from.
///
/// Histograms leave out the ground truth's own boxes while other sources are there.
public struct RegionNumbers: Codable, Hashable, Sendable {
  /// All regions.
  public var total: Int
  /// Regions in an image, over the images that were not rejected.
  public var perImage: Histogram
  /// Proposal scores, 50 bins over 0...1.
  public var scores: Histogram
  /// Square root of a region's area divided by that of its image, 50 bins over 0...1.
  public var relativeSizes: Histogram
  /// One row for each configured source.
  public var sources: [SourceNumbers]
}

/// What one proposal source gave.
public struct SourceNumbers: Codable, Hashable, Sendable {
  /// Its name in the configuration.
  public var name: String
  /// Whether its boxes are the ground truth's.
  public var isGroundTruth: Bool
  /// How many regions it made.
  public var regions: Int
}

/// Distributions of the labels, over the regions that are not the ground truth's own boxes.
public struct LabelNumbers: Codable, Hashable, Sendable {
  /// Regions that were measured.
  public var regions: Int
  /// Cosine of the nearest concept, 200 bins over -1...1.
  public var topCosine: Histogram
  /// Difference of the first two cosines, in grid bins.
  public var margin: Histogram
  /// Largest softmax probability, 100 bins over 0...1.
  public var maxProbability: Histogram
  /// log sum exp(cosine / temperature) over the pool, in grid bins.
  public var logSumExp: Histogram
  /// The threshold in force; absent when every label is kept.
  public var keepThreshold: Double?
  /// Labels at or above the threshold in force.
  public var kept: Proportion
  /// Share of labels kept at thresholds 0 to 0.99 in steps of 0.01, to one bin of `maxProbability`.
  public var keptAgainstThreshold: [ThresholdShare]
  /// Image-level labels found in captions.
  public var imageLabels: Int
  /// Boxes chosen for image-level labels.
  public var classBoxes: Int
}

/// The share that one threshold keeps.
public struct ThresholdShare: Codable, Hashable, Sendable {
  /// Least max probability.
  public var threshold: Double
  /// Share of labels at or above it.
  public var share: Double
}
