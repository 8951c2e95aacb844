/// One category of the ground truth.
public struct CategoryNumbers: Codable, Hashable, Sendable {
  /// Its id in the annotation file.
  public var id: Int
  /// Its name.
  public var name: String
  /// Its split, if the file names one.
  @OrNull public var split: String?
  /// Whether the pool has a concept for it.
  public var isInPool: Bool
  /// Objects found by a proposal with IoU >= 0.5, whatever its rank, of all objects.
  public var recall50: Proportion
  /// Nearest concept right, on the object's own box where there is one, else the best proposal.
  public var top1: Proportion
  /// One of the five nearest concepts right.
  public var top5: Proportion
  /// Its objects in annotated images, crowds not counted.
  public var objects: Int
  /// Labels of regions on an object that name this category: the object is of this category.
  public var labelPrecision: Proportion
  /// Pseudo boxes of regions: average precision over the IoUs 0.5 to 0.95.
  @OrNull public var regionAP: Double?
  /// Same at IoU 0.5.
  @OrNull public var regionAP50: Double?
  /// Class boxes: average precision over the IoUs 0.5 to 0.95.
  @OrNull public var classBoxAP: Double?
  /// Same at IoU 0.5.
  @OrNull public var classBoxAP50: Double?
  /// Image-level labels that name it: it is really in the image.
  public var imageLabelPrecision: Proportion
  /// Images that it is in: a caption names it.
  public var imageLabelRecall: Proportion
  /// Class boxes of it that overlap one of its objects with IoU >= 0.5.
  public var localisation: Proportion
  /// Images with the class and a box for it: the best box is on one of its objects.
  public var corLoc: Proportion
  /// Mean over the same of the best box's IoU with one of its objects.
  @OrNull public var meanIoU: Double?
}
