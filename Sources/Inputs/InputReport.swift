public import Records

/// What was found in the input files and what could not be used; adds up over files.
public struct InputReport: Hashable, Sendable {
  /// Images in the list.
  public var images = 0
  /// Captions read.
  public var captions = 0
  /// Captions that belong to a listed image and are not empty.
  public var captionsUsed = 0
  /// Captions whose image is not in the list.
  public var captionsWithoutImage = 0
  /// Listed images that no caption names.
  public var imagesWithoutCaptions = 0
  /// Images listed more than once; the first entry counts.
  public var duplicateImages = 0
  /// Files in the image folder that are neither JPEG nor PNG by name.
  public var otherFiles = 0
  /// Symbolic links in the image folder; they are not followed.
  public var links = 0
  /// Ground-truth boxes read.
  public var boxes = 0
  /// Boxes whose image is not in the file's list.
  public var boxesWithoutImage = 0
  /// Whether image ids are ordinals because the files give none, or not unique ones.
  public var usesOrdinals = false
  /// Data that could not be used, by reason.
  public var rejections: [Rejection.Reason: Int] = [:]
  /// The first rejections in reading order, for people.
  public private(set) var samples: [Rejection] = []

  /// Most samples kept.
  public static let samplesMax = 20

  /// Creates an empty report.
  public init() {}

  /// Counts a rejection and keeps it if it is one of the first.
  public mutating func reject(_ rejection: Rejection) {
    rejections[rejection.reason, default: 0] += 1
    if samples.count < Self.samplesMax { samples.append(rejection) }
  }

  /// Adds the reports of two inputs, earlier one on the left.
  public static func + (left: InputReport, right: InputReport) -> InputReport {
    var sum = left
    sum.images += right.images
    sum.captions += right.captions
    sum.captionsUsed += right.captionsUsed
    sum.captionsWithoutImage += right.captionsWithoutImage
    sum.imagesWithoutCaptions += right.imagesWithoutCaptions
    sum.duplicateImages += right.duplicateImages
    sum.otherFiles += right.otherFiles
    sum.links += right.links
    sum.boxes += right.boxes
    sum.boxesWithoutImage += right.boxesWithoutImage
    sum.usesOrdinals = left.usesOrdinals || right.usesOrdinals
    sum.rejections.merge(right.rejections, uniquingKeysWith: +)
    sum.samples = Array((left.samples + right.samples).prefix(samplesMax))
    return sum
  }
}
