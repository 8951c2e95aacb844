/// Labels against the ground truth.
public struct LabelQuality: Codable, Hashable, Sendable {
  /// Categories for which the pool has a concept.
  public var categoriesInPool: Proportion
  /// Names of the categories without a concept.
  public var categoriesMissing: [String]
  /// Accuracy on regions that are the objects' own boxes; empty without such a source.
  public var onGroundTruthBoxes: [AccuracyGroup]
  /// Accuracy on the proposal that overlaps each object best, if IoU >= 0.5.
  public var onProposals: [AccuracyGroup]
  /// Precision of labels against the threshold on max probability.
  public var thresholds: [ThresholdPrecision]
  /// Same against thresholds on other stored numbers; nothing is computed again.
  public var sweeps: [ThresholdSweep]
  /// Whether probabilities are what they say; absent without a label on an object.
  @OrNull public var calibration: CalibrationNumbers?
  /// The classes that are named worst, at most 30, and what they are taken for.
  public var confusion: [ConfusionRow]
  /// Pseudo boxes as detections; empty without classes in the pool.
  public var detections: [DetectionQuality]
  /// Boxes chosen for image-level labels; absent when there are none.
  @OrNull public var classBoxes: ClassBoxQuality?
  /// Image-level labels from captions; absent when there are none.
  @OrNull public var imageLabels: ImageLabelQuality?
}

/// Accuracy over the objects of one group.
public struct AccuracyGroup: Codable, Hashable, Sendable {
  /// `all` or a split's name.
  public var name: String
  /// Objects with a region, of all objects of the group; crowds not counted.
  public var covered: Proportion
  /// Nearest concept is the category, of the objects with a region.
  public var top1: Proportion
  /// One of the five nearest concepts is the category.
  public var top5: Proportion
}

/// Quality of the boxes chosen for image-level labels.
public struct ClassBoxQuality: Codable, Hashable, Sendable {
  /// Class boxes on annotated images.
  public var total: Int
  /// Further ones that are the ground truth's own boxes, which prove nothing; not in `total`.
  public var leftOut: Int
  /// Those whose concept is a category's, of all; the next two are shares of these.
  public var withCategory: Proportion
  /// The category is really in the image.
  public var precision: Proportion
  /// The box overlaps an object of the category with IoU >= 0.5.
  public var localisation: Proportion
  /// Same for the best box of each label of an image alone.
  public var bestLocalisation: Proportion
  /// Images with a class and a box for it whose best box is on an object of the class (CorLoc).
  public var corLoc: Proportion
  /// Mean over the same of the best box's IoU with an object of the class.
  @OrNull public var meanIoU: Double?
}

/// Quality of the labels that captions give to images.
public struct ImageLabelQuality: Codable, Hashable, Sendable {
  /// Distinct labels of an image that are categories: the category is really in the image.
  public var precision: Proportion
  /// Distinct categories in an image: a caption names the category.
  public var recall: Proportion
  /// Same for each split.
  public var groups: [ImageLabelGroup]
}

/// Image-level labels of one split.
public struct ImageLabelGroup: Codable, Hashable, Sendable {
  /// The split's name.
  public var name: String
  /// Labels of an image: the category is really in the image.
  public var precision: Proportion
  /// Categories in an image: a caption names the category.
  public var recall: Proportion
}
