public import Codecs

/// Choices of one report; complete, nothing is optional later except the threshold.
public struct ReportSettings: Hashable, Sendable {
  /// Heading of the page.
  public var title: String
  /// Labels with a max probability above this count as kept; `nil` when all are kept.
  public var keepThreshold: Float?
  /// Divisor of the cosines in the labels' softmax; `nil` when it is not known.
  public var temperature: Double?
  /// Bits in which the perceptual hashes of two pictures that look alike may differ, 0...15.
  public var nearDistance: Int
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
  /// Above this many detections average precision is taken from bins of score.
  public var exactDetectionsMax: Int

  /// Creates settings.
  public init(
    title: String = "Pseudobox report", keepThreshold: Float? = nil, seed: UInt64 = 0,
    picturesPerKind: Int = 6, conceptsShown: Int = 12, cropsPerConcept: Int = 6,
    pictureSide: Int = 480, cropSide: Int = 112, pictureBytesMax: Int = 8_000_000,
    cropsMax: Int = 1_500, pageBytesMax: Int = 9_900_000,
    rejectionSamples: Int = 5, exactDetectionsMax: Int = 12_000_000,
    orientation: OrientationRule = .ignore, temperature: Double? = nil, nearDistance: Int = 4
  ) {
    precondition((0...15).contains(nearDistance) && temperature.map { $0 > 0 } ?? true)
    precondition(picturesPerKind >= 0 && conceptsShown >= 0 && cropsPerConcept >= 0)
    precondition(pictureSide > 0 && cropSide > 0 && rejectionSamples >= 0)
    self.title = title
    self.keepThreshold = keepThreshold
    self.seed = seed
    self.temperature = temperature
    self.nearDistance = nearDistance
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
