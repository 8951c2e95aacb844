/// One image of the input list, with what its user's files say of it.
public struct InputImage: Hashable, Sendable {
  /// Path relative to the image root.
  public var key: ImageKey
  /// COCO's image id where the list has one, else the ordinal in the sorted list.
  public var imageID: UInt64
  /// The image's captions in file order.
  public var captions: [String]
  /// Classes that the user's files give the image as a whole.
  public var labels: [String]
  /// Where its bytes are; `nil` for a file of its own, which `key` names.
  public var location: ImageLocation?

  /// Creates an input image.
  public init(
    key: ImageKey, imageID: UInt64, captions: [String] = [], labels: [String] = [],
    location: ImageLocation? = nil
  ) {
    self.key = key
    self.imageID = imageID
    self.captions = captions
    self.labels = labels
    self.location = location
  }
}

/// One annotated object, for reports and for proposals from ground truth.
public struct GroundTruthBox: Hashable, Sendable {
  /// Where it is, in original pixels.
  public var box: Box
  /// Its category's id in the annotation file.
  public var categoryID: Int
  /// Whether it marks a crowd of objects; such boxes are neither hits nor misses.
  public var isCrowd: Bool
  /// The object's own area in square pixels (COCO's is that of its outline); `nil` for the box's.
  public var area: Double?

  /// Creates a ground-truth box.
  public init(box: Box, categoryID: Int, isCrowd: Bool, area: Double? = nil) {
    self.box = box
    self.categoryID = categoryID
    self.isCrowd = isCrowd
    self.area = area
  }
}

/// A category of the ground truth.
public struct Category: Hashable, Sendable {
  /// Its id in the annotation file; COCO's have gaps.
  public var id: Int
  /// Its name.
  public var name: String
  /// Other names that count as right.
  public var synonyms: [String]
  /// `base`, `novel` or another group that the file names; `nil` when it names none.
  public var split: String?

  /// Creates a category.
  public init(id: Int, name: String, synonyms: [String] = [], split: String? = nil) {
    self.id = id
    self.name = name
    self.synonyms = synonyms
    self.split = split
  }
}

/// What is known to be in the images: boxes by image and the categories they belong to.
public struct GroundTruth: Hashable, Sendable {
  /// Categories in ascending id.
  public var categories: [Category]
  /// Boxes of each image; an image without an entry is not annotated.
  public var boxes: [ImageKey: [GroundTruthBox]]

  /// Creates ground truth.
  public init(categories: [Category], boxes: [ImageKey: [GroundTruthBox]]) {
    self.categories = categories
    self.boxes = boxes
  }
}
