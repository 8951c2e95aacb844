import Records

/// What the user chooses of an export; each format uses what concerns it.
public struct ExportOptions: Hashable, Sendable {
  /// Which boxes an annotation file holds.
  public enum Content: String, CaseIterable, Sendable {
    /// Every region that is sure enough of its nearest concept (RegionCLIP's pseudo labels).
    case regions
    /// The boxes chosen for the labels of the image (pseudo boxes of ILS and PMS).
    case classBoxes = "class-boxes"
  }

  /// What is written as the score of a region's annotation.
  public enum Score: String, CaseIterable, Sendable {
    /// The largest probability of the softmax over the pool.
    case probability
    /// The proposer's score.
    case proposal
    /// The cosine with the nearest concept.
    case cosine
    /// Geometric mean of probability and proposer's score.
    case product
  }

  /// What is done with an image that has no regions where the consumer fails on an empty list.
  public enum EmptyImages: String, CaseIterable, Sendable {
    /// One region: the whole image with its own embedding.
    case wholeImage = "whole-image"
    /// It is left out and counted.
    case skip
    /// The export fails.
    case fail
  }

  /// Where the file of an image lies in a folder of files.
  public enum Layout: String, CaseIterable, Sendable {
    /// All in one folder.
    case flat
    /// Below the part of the stem before its first `_`, as ImageNet's `n01234567_89`.
    case synset
  }

  /// Regions of an image that are taken, best first; `nil` is the format's own number.
  public var top: Int?
  /// Least score of a proposal, or, for class boxes, the score that a box must be above.
  public var scoreMin: Float?
  /// A region is labelled when its largest probability is above this (RegionCLIP: 0.1).
  public var keepProbability: Float = 0.1
  /// Which boxes an annotation file holds.
  public var content = Content.regions
  /// What is written as their score.
  public var score = Score.probability
  /// Kinds of proposal sources that are taken; `nil` takes all but the ground truth.
  public var sources: [String]?
  /// What is done with images without regions.
  public var emptyImages = EmptyImages.wholeImage
  /// Whether boxes are cut to whole pixels, as the original files have them.
  public var hasIntegerBoxes = false
  /// Where the files of images lie.
  public var layout = Layout.flat
  /// Whether `.npy` files hold 16-bit floats, as the original classifiers do.
  public var hasHalfPrecision = true
  /// Labels of one image, at most (`WS_NUM_PROPS` of object-centric-ovd: 32 on COCO).
  public var labelsPerImage = 32
  /// Boxes of one label, at most.
  public var boxesPerLabel = 1
  /// Categories of this split are left out (`novel`); `nil` leaves out none.
  public var withoutSplit: String?
  /// Put before an image's key where a format wants an address.
  public var imagePrefix = "/data/local-files/?d="

  /// Creates the defaults: those of the papers.
  public init() {}
}
