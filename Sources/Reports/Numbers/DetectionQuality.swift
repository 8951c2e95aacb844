/// Pseudo boxes as detections of classes, as COCO's evaluation counts them.
///
/// Numbers equal those of pycocotools (`iouType = "bbox"`, `maxDets = 100`) on the same boxes: the
/// mean over the classes that have objects. A box counts where its concept names a category; a
/// concept that names several counts for each.
public struct DetectionQuality: Codable, Hashable, Sendable {
  /// Which boxes: `regions` (every measured region with its nearest concept, score = probability) or
  /// `class_boxes` (boxes chosen for image-level labels, score = the rule's).
  public var boxes: String
  /// Boxes that name a category, at most 100 of an image and a class.
  public var detections: Int
  /// Boxes whose concept names no category, which no number here judges.
  public var withoutCategory: Int
  /// All classes and each split.
  public var groups: [DetectionGroup]
  /// False when there were so many boxes that scores were put into bins.
  public var isExact: Bool

  /// The group with that name.
  public func group(_ name: String) -> DetectionGroup? {
    groups.first { $0.name == name }
  }
}

/// Average precision over the classes of one group.
public struct DetectionGroup: Codable, Hashable, Sendable {
  /// `all` or a split's name.
  public var name: String
  /// Classes of the group that have objects: the ones the mean is over.
  public var classes: Int
  /// Objects of these, crowds not counted.
  public var objects: Int
  /// Mean over the IoUs 0.5 to 0.95.
  @OrNull public var ap: Double?
  /// At IoU 0.5.
  @OrNull public var ap50: Double?
  /// At IoU 0.75.
  @OrNull public var ap75: Double?
  /// Objects of at most 32 x 32 pixels.
  @OrNull public var apSmall: Double?
  /// Objects of 32 x 32 to 96 x 96 pixels.
  @OrNull public var apMedium: Double?
  /// Objects of at least 96 x 96 pixels.
  @OrNull public var apLarge: Double?
  /// Mean recall over the IoUs with at most 100 boxes of an image and a class (COCO's AR).
  @OrNull public var recall: Double?
}
