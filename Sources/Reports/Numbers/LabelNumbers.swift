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
  /// Entropy in bits of a region's label, with all concepts outside the stored ones as one.
  ///
  /// A lower bound of the whole softmax' entropy; empty without a known temperature.
  public var entropyBits: Histogram
  /// Mean of an upper bound, where the rest is spread evenly over the concepts not stored.
  @OrNull public var entropyBitsMax: Double?
  /// Probability of the concepts outside the stored ones, 100 bins over 0...1.
  ///
  /// Empty without a known temperature.
  public var residual: Histogram
  /// Divisor of the cosines in force; absent when it is not known.
  @OrNull public var temperature: Double?
  /// The threshold in force; absent when every label is kept.
  @OrNull public var keepThreshold: Double?
  /// Labels above the threshold in force.
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
