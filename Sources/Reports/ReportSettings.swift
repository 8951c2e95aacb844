public import Codecs

/// Choices of one report; complete, nothing is optional later except the threshold.
public struct ReportSettings: Hashable, Sendable {
  /// Heading of the page.
  public var title: String
  /// Labels with at least this max probability count as kept; `nil` when all are kept.
  public var keepThreshold: Float?
  /// Seed of the random picks.
  public var seed: UInt64
  /// Pictures of each kind (best, worst, most uncertain, random) in the gallery.
  public var picturesPerKind: Int
  /// How many of the most frequent concepts are shown with crops.
  public var conceptsShown: Int
  /// Crops shown for each of those concepts.
  public var cropsPerConcept: Int
  /// Longer side of an embedded picture in pixels.
  public var pictureSide: Int
  /// Longer side of an embedded crop in pixels.
  public var cropSide: Int
  /// Bytes that all embedded pictures may take together, as encoded in the page.
  public var pictureBytesMax: Int
  /// How many crops are drawn at most.
  public var cropsMax: Int
  /// Bytes that the page may have, its text included.
  public var pageBytesMax: Int
  /// Keys shown for each reason of rejection.
  public var rejectionSamples: Int
  /// How pictures were turned when their boxes were made.
  public var orientation: OrientationRule
  /// Above this many detections average precision is taken from 65,536 score bins.
  public var exactDetectionsMax: Int

  /// Creates settings.
  public init(
    title: String = "Pseudobox report", keepThreshold: Float? = nil, seed: UInt64 = 0,
    picturesPerKind: Int = 6, conceptsShown: Int = 12, cropsPerConcept: Int = 6,
    pictureSide: Int = 480, cropSide: Int = 112, pictureBytesMax: Int = 8_000_000,
    cropsMax: Int = 1_500, pageBytesMax: Int = 9_900_000,
    rejectionSamples: Int = 5, exactDetectionsMax: Int = 4_000_000,
    orientation: OrientationRule = .ignore
  ) {
    precondition(picturesPerKind >= 0 && conceptsShown >= 0 && cropsPerConcept >= 0)
    precondition(pictureSide > 0 && cropSide > 0 && rejectionSamples >= 0)
    self.title = title
    self.keepThreshold = keepThreshold
    self.seed = seed
    self.picturesPerKind = picturesPerKind
    self.conceptsShown = conceptsShown
    self.cropsPerConcept = cropsPerConcept
    self.pictureSide = pictureSide
    self.cropSide = cropSide
    self.pictureBytesMax = pictureBytesMax
    self.cropsMax = cropsMax
    self.pageBytesMax = pageBytesMax
    self.rejectionSamples = rejectionSamples
    self.orientation = orientation
    self.exactDetectionsMax = exactDetectionsMax
  }
}
