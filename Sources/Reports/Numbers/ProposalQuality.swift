/// Class-agnostic quality of the proposals, as COCO's evaluation counts it.
///
/// Numbers equal those of pycocotools with `useCats = 0` on the same boxes, where an object's area
/// is the annotation's, or that of its box where the file gives none. Crowds are neither hits nor misses.
public struct ProposalQuality: Codable, Hashable, Sendable {
  /// Annotated images that were evaluated.
  public var images: Int
  /// Names of the sources whose boxes were evaluated.
  public var sources: [String]
  /// Whether those boxes are the ground truth's own, so that recall says nothing.
  public var isGroundTruth: Bool
  /// Recall over all objects, COCO's three sizes, MAVL's three sizes and each split.
  public var groups: [RecallGroup]
  /// Average precision at IoU 0.5, at most 100 boxes an image, 101 recall points.
  @OrNull public var averagePrecision50: Double?
  /// Same at IoU 0.75.
  @OrNull public var averagePrecision75: Double?
  /// Mean of the average precisions at the ten IoUs from 0.5 to 0.95.
  @OrNull public var averagePrecision: Double?
  /// False when there were so many detections that scores were put into 65,536 bins.
  public var isExact: Bool

  /// The group with that name.
  public func group(_ name: String) -> RecallGroup? {
    groups.first { $0.name == name }
  }
}

/// Recall over one group of objects.
public struct RecallGroup: Codable, Hashable, Sendable {
  /// `all`, `small`, `medium`, `large` (COCO's, 32 x 32 and 96 x 96 pixels), `mavl_small`,
  /// `mavl_medium`, `mavl_large` (5 % and 20 % of the image's area) or a split's name.
  public var name: String
  /// Objects in the group, crowds not counted.
  public var objects: Int
  /// One entry for each number of boxes; empty without objects.
  public var points: [RecallPoint]

  /// The entry for `boxes` boxes an image.
  public func point(boxes: Int) -> RecallPoint? {
    points.first { $0.boxes == boxes }
  }
}

/// Recall with at most so many boxes an image.
public struct RecallPoint: Codable, Hashable, Sendable {
  /// The highest-scored boxes of an image that count.
  public var boxes: Int
  /// Share of objects found at IoU 0.5.
  public var recall50: Double
  /// Share of objects found at IoU 0.75.
  public var recall75: Double
  /// Mean of the shares at the ten IoUs from 0.5 to 0.95 (COCO's AR).
  public var average: Double
}
