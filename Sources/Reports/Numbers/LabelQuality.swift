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
  /// Boxes chosen for image-level labels; absent when there are none.
  public var classBoxes: ClassBoxQuality?
  /// Image-level labels from captions; absent when there are none.
  public var imageLabels: ImageLabelQuality?
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

/// What one threshold on max probability keeps, and how much of it is right.
public struct ThresholdPrecision: Codable, Hashable, Sendable {
  /// Least max probability.
  public var threshold: Double
  /// Labels kept, of all labels on annotated images.
  public var kept: Proportion
  /// Right labels, of the kept ones whose region overlaps an object with IoU >= 0.5.
  ///
  /// Regions on no annotated object are left out: their concept may be right and not annotated.
  public var precision: Proportion
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
}

/// Quality of the labels that captions give to images.
public struct ImageLabelQuality: Codable, Hashable, Sendable {
  /// Distinct labels of an image that are categories: the category is really in the image.
  public var precision: Proportion
  /// Distinct categories in an image: a caption names the category.
  public var recall: Proportion
}

/// One category of the ground truth.
public struct CategoryNumbers: Codable, Hashable, Sendable {
  /// Its id in the annotation file.
  public var id: Int
  /// Its name.
  public var name: String
  /// Its split, if the file names one.
  public var split: String?
  /// Whether the pool has a concept for it.
  public var isInPool: Bool
  /// Objects found by a proposal with IoU >= 0.5, whatever its rank, of all objects.
  public var recall50: Proportion
  /// Nearest concept right, on the object's own box where there is one, else the best proposal.
  public var top1: Proportion
  /// One of the five nearest concepts right.
  public var top5: Proportion
}
