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
  /// log2 of width / height, in grid bins; 0 is a square.
  public var aspectRatios: Histogram
  /// Regions by area: COCO's and MAVL's three sizes.
  public var sizeClasses: [SizeClass]
  /// Boxes on boxes.
  public var overlaps: BoxOverlaps
  /// Longer sides of the images in pixels, in grid bins.
  public var imageSides: Histogram
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
  /// Labels that are kept, of its own; empty without labels.
  public var kept: Proportion
  /// Objects that its regions find with IoU >= 0.5, whatever their rank; empty without ground truth.
  public var found: Proportion
  /// Objects that no other proposer found: what would be lost without it.
  public var foundAlone: Int
  /// Mean score of its regions; absent without regions.
  @OrNull public var meanScore: Double?
}

/// Regions of one range of areas.
public struct SizeClass: Codable, Hashable, Sendable {
  /// `small`, `medium`, `large` (32 x 32 and 96 x 96 pixels) and `mavl_small`, `mavl_medium`,
  /// `mavl_large` (5 % and 20 % of the image).
  public var name: String
  /// How many there are, of all measured regions; a box on a limit of COCO's counts as the larger.
  public var regions: Proportion
}

/// Boxes that nearly cover one another (IoU above 0.9) within an image.
public struct BoxOverlaps: Codable, Hashable, Sendable {
  /// Regions that such a box of the same source with a better rank covers.
  public var withinSource: Proportion
  /// Regions that such a box of another source with a better rank covers.
  public var acrossSources: Proportion
  /// Images in which any region is so covered.
  public var images: Proportion
}
