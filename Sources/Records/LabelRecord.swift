/// What the labels pass knows of one image: each region's nearest concepts, the image's own labels
/// from its captions, and the boxes chosen for those labels.
public struct LabelRecord: Hashable, Sendable {
  /// The image's number, equal to that of its `RegionRecord`.
  public var imageID: UInt64
  /// The image's name in the data set.
  public var key: ImageKey
  /// Number of concepts kept for each region (the smaller of K and the pool's size).
  public var conceptsPerRegion: Int
  /// Nearest concepts, best first, `[regions, conceptsPerRegion]`; ties go to the lower id.
  public var conceptIDs: [UInt32]
  /// Cosines of `conceptIDs` in -1...1, `[regions, conceptsPerRegion]`.
  public var cosines: [Float]
  /// log sum over the whole pool of exp(cosine / temperature), `[regions]`.
  public var logSumExp: [Float]
  /// Largest softmax probability over the whole pool, `[regions]` (RegionCLIP's m_i).
  public var maxProbability: [Float]
  /// Concepts named by the image's captions, with where each was found.
  public var imageLabels: [ImageLabel]
  /// For each image label the boxes chosen for it, best first.
  public var classBoxes: [ClassBox]

  /// Creates a record.
  public init(
    imageID: UInt64, key: ImageKey, conceptsPerRegion: Int, conceptIDs: [UInt32],
    cosines: [Float], logSumExp: [Float], maxProbability: [Float],
    imageLabels: [ImageLabel], classBoxes: [ClassBox]
  ) {
    self.imageID = imageID
    self.key = key
    self.conceptsPerRegion = conceptsPerRegion
    self.conceptIDs = conceptIDs
    self.cosines = cosines
    self.logSumExp = logSumExp
    self.maxProbability = maxProbability
    self.imageLabels = imageLabels
    self.classBoxes = classBoxes
  }
}

/// A concept that one of the image's captions names, with its evidence.
///
/// A class that the user's files give the whole image counts as one more caption, behind the real
/// ones, which is nothing but its name.
public struct ImageLabel: Hashable, Sendable {
  /// The concept's id in the pool.
  public var conceptID: UInt32
  /// Which of the image's captions, counted from 0.
  public var caption: Int
  /// First Unicode scalar of the phrase in that caption.
  public var start: Int
  /// One past the last Unicode scalar of the phrase.
  public var end: Int

  /// Creates a label.
  public init(conceptID: UInt32, caption: Int, start: Int, end: Int) {
    self.conceptID = conceptID
    self.caption = caption
    self.start = start
    self.end = end
  }
}

/// A region chosen as the box of an image-level label (the pseudo box of ILS / PMS).
public struct ClassBox: Hashable, Sendable {
  /// The label's concept id.
  public var conceptID: UInt32
  /// Index of the region in the image's `RegionRecord`.
  public var region: Int
  /// The score by which it was chosen; the label set's configuration names the rule.
  public var score: Float

  /// Creates a class box.
  public init(conceptID: UInt32, region: Int, score: Float) {
    self.conceptID = conceptID
    self.region = region
    self.score = score
  }
}
