public import Codecs
public import Inputs
import Pipeline
public import Records

/// The user's files, read and joined: what the plan is made of.
public struct LabelingInputs: Sendable {
  /// Images in plan order with their captions.
  public let images: [InputImage]
  /// What was found and what could not be used.
  public let report: InputReport
  /// Annotated boxes, when the pipeline names a file with them.
  public let groundTruth: GroundTruth?
  /// Files of proposals, in the order of their sources.
  public internal(set) var proposalFiles: [ImportedProposals] = []
  /// SHA-256 of the sorted list of keys and image ids.
  public let listDigest: SHA256Digest
  /// SHA-256 of keys and captions, which the concepts and labels passes depend on.
  public let captionsDigest: SHA256Digest
}

/// Reads the image list, the captions and the ground truth.
struct InputPass {
  let settings: InputSettings

  func read(_ observer: RunObserver) throws -> LabelingInputs {
    let source: ImageSource =
      settings.imageList.map { .coco(path: $0) } ?? .folder(path: settings.images)
    let list = try InputList.read(
      images: source, captions: captionSources(), options: CaptionOptions(),
      badRowRatioMax: settings.maxBadRatio)
    var report = list.report
    var images = list.images
    let classes = try ImageLabelSource(
      file: settings.imageLabels, usesFolders: settings.classFolders, names: settings.classNames
    ).add(to: &images, badRowRatioMax: settings.maxBadRatio)
    report = report + classes.rows.rejectionsAlone
    var truth: GroundTruth?
    if let path = settings.groundTruth {
      let read = try GroundTruthSource(path: path).read()
      truth = try split(read.truth, observer)
      report = report + read.report
    }
    tell(observer, report, images, truth)
    tell(observer, classes)
    return LabelingInputs(
      images: images, report: report, groundTruth: truth,
      listDigest: Self.digest(images, withCaptions: false),
      captionsDigest: Self.digest(images, withCaptions: true))
  }

  /// The ground truth with the splits of the user's lists.
  private func split(_ truth: GroundTruth, _ observer: RunObserver) throws -> GroundTruth {
    guard settings.baseClasses != nil || settings.novelClasses != nil else { return truth }
    var truth = truth
    try settings.split(&truth.categories, of: "the ground truth") {
      observer.note(.warning, $0, [:])
    }
    let count = { (name: String) in truth.categories.count { $0.split == name } }
    observer.note(
      .info,
      "input: \(count("base")) base and \(count("novel")) novel classes of "
        + "\(truth.categories.count)", [:])
    return truth
  }

  private func tell(_ observer: RunObserver, _ classes: ImageLabelReport) {
    guard settings.imageLabels != nil || settings.classFolders else { return }
    observer.note(
      .info, "input: \(classes.labels) labels of \(classes.classes.count) classes for images", [:])
    if classes.unlabelled > 0 {
      observer.note(.warning, "\(classes.unlabelled) images have no class", [:])
    }
    if classes.withoutImage > 0 {
      observer.note(
        .warning, "\(classes.withoutImage) labels belong to no image of the list", [:])
    }
  }

  private func captionSources() throws -> [CaptionSource] {
    guard let path = settings.captions else { return [] }
    switch settings.captionsFormat {
    case .absent: return []
    case .coco: return [CaptionSource(path: path, format: .coco)]
    case .karpathy: return [CaptionSource(path: path, format: .karpathy)]
    case .tsv: return [CaptionSource(path: path, format: .tsv)]
    case .csv: return [CaptionSource(path: path, format: .csv)]
    case .jsonl: return [CaptionSource(path: path, format: .jsonl)]
    case .text: return [CaptionSource(path: path, format: .text)]
    }
  }

  private func tell(
    _ observer: RunObserver, _ report: InputReport, _ images: [InputImage],
    _ truth: GroundTruth?
  ) {
    observer.note(
      .info, "input: \(images.count) images, \(report.captionsUsed) captions", [:])
    func warn(_ count: Int, _ text: String) {
      if count > 0 { observer.note(.warning, "\(count) \(text)", [:]) }
    }
    warn(report.links, "symbolic links in the image folder are passed over")
    warn(
      report.otherFiles, "files in the image folder are no .jpg, .jpeg or .png and are passed over")
    warn(report.duplicateImages, "images are listed more than once; the first entry counts")
    warn(report.captionsWithoutImage, "captions belong to no image of the list")
    if settings.captions != nil {
      warn(report.imagesWithoutCaptions, "images have no caption")
    }
    if report.usesOrdinals {
      observer.note(.info, "image ids are missing or repeated: ordinals are used instead", [:])
    }
    warn(report.boxesWithoutImage, "ground-truth boxes belong to no image of their file")
    for reason in Rejection.Reason.allCases {
      warn(report.rejections[reason, default: 0], "input entries are left out: \(reason.rawValue)")
    }
    for sample in report.samples.prefix(3) {
      observer.note(.warning, "  for example \(sample.detail)", [:])
    }
    if let truth, images.allSatisfy({ truth.boxes[$0.key] == nil }) {
      observer.note(.warning, "the ground truth annotates none of the images", [:])
    }
  }

  /// Lengths go before contents, so that no two lists have the same bytes.
  private static func digest(_ images: [InputImage], withCaptions: Bool) -> SHA256Digest {
    var hasher = SHA256Hasher()
    for image in images {
      hasher.update(image.key, image.imageID)
      guard withCaptions else { continue }
      hasher.update("\(image.captions.count)\n")
      for caption in image.captions {
        hasher.update("\(caption.utf8.count)\n\(caption)")
      }
      guard !image.labels.isEmpty else { continue }
      hasher.update("labels \(image.labels.count)\n")
      for label in image.labels { hasher.update("\(label.utf8.count)\n\(label)") }
    }
    return hasher.digest
  }
}

extension InputReport {
  /// A report with nothing but what was rejected.
  fileprivate var rejectionsAlone: InputReport {
    var report = self
    report.captions = 0
    report.captionsUsed = 0
    report.captionsWithoutImage = 0
    return report
  }
}

extension SHA256Hasher {
  /// Adds an image as the digest of an input list has it.
  mutating func update(_ key: ImageKey, _ imageID: UInt64) {
    update("\(key.bytes.count) \(imageID)\n")
    update(key.bytes[...])
  }

  mutating func update(_ text: String) {
    update(Array(text.utf8)[...])
  }
}
