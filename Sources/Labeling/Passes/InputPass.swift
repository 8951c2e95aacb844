import Codecs
import Foundation
import Inputs
import Pipeline
import Records

/// Reads the image list, the captions and the ground truth, or finds them frozen in the data set.
struct InputPass {
  let settings: InputSettings
  /// The data set whose frozen list is used; without one everything is read.
  var dataset: Dataset?
  /// Folder for what does not fit into memory.
  let scratch: String
  /// Asks the reading to stop.
  private let stop: StopFlag
  /// Images at least whose ids are compared with those of the ground truth.
  private static let idSamples = 256

  /// The pass of a data set.
  init(settings: InputSettings, dataset: Dataset, stop: StopFlag) {
    self.settings = settings
    self.stop = stop
    self.dataset = dataset
    scratch = dataset.root
  }

  /// A pass that leaves nothing behind.
  init(settings: InputSettings) {
    self.settings = settings
    stop = StopFlag()
    scratch = NSTemporaryDirectory()
  }

  /// The inputs as the user's files have them now.
  ///
  /// A frozen list whose settings and files are as they were is used again; a folder of images is
  /// walked to see that.
  func read(_ observer: RunObserver, withGroundTruth: Bool = true) throws -> LabelingInputs {
    if let dataset, let frozen = try current(dataset) {
      return try inputs(frozen, isFrozen: true, observer, withGroundTruth: withGroundTruth)
    }
    let list = try FrozenList.read(
      settings.listSources, scratch: scratch, path: dataset?.inputs ?? "the list of inputs",
      check: stop.check)
    return try inputs(list, isFrozen: false, observer, withGroundTruth: withGroundTruth)
  }

  /// The inputs that `plan` was made with, without reading the user's lists again.
  ///
  /// - Throws: `PipelineError.missingArtifact` without a frozen list; `.inputsChanged` when it is of
  ///   another plan, or when a file that it was made from has changed. A folder of images is not
  ///   walked: what was added is not seen, and what was removed is noticed by its unit.
  func reopen(
    _ plan: Plan, _ observer: RunObserver, withGroundTruth: Bool = true
  ) throws -> LabelingInputs {
    guard let dataset else { preconditionFailure("a plan lies in a data set") }
    let frozen = try dataset.frozenList(of: plan)
    guard settings.listsAs(frozen.facts.settings, anyLimit: true) else {
      throw PipelineError.inputsChanged(
        path: dataset.inputs, what: "it was made with other settings of the section input")
    }
    for stamp in frozen.facts.stamps {
      if let change = try stamp.change(stop.check) {
        throw PipelineError.inputsChanged(path: stamp.path, what: change)
      }
    }
    var inputs = try inputs(
      frozen, isFrozen: true, observer, withGroundTruth: withGroundTruth)
    if case .folder(let path) = settings.imageSource { inputs.unwalkedFolder = path }
    return inputs
  }

  /// The data set's frozen list, when it is what would be read now.
  private func current(_ dataset: Dataset) throws -> FrozenList? {
    guard FileManager.default.fileExists(atPath: dataset.inputs),
      let frozen = try? FrozenList(path: dataset.inputs),
      settings.listsAs(frozen.facts.settings, anyLimit: false)
    else { return nil }
    for stamp in frozen.facts.stamps where try stamp.change(stop.check) != nil { return nil }
    guard
      try settings.listSources.images.isUnchanged(
        since: frozen.facts.stamps, containers: frozen.facts.containers)
    else {
      return nil
    }
    return frozen
  }

  private func inputs(
    _ list: FrozenList, isFrozen: Bool, _ observer: RunObserver, withGroundTruth: Bool
  ) throws -> LabelingInputs {
    var report = list.facts.report + list.facts.classes.rows.rejectionsAlone
    var truth: GroundTruth?
    if withGroundTruth, let path = settings.groundTruth {
      let read = try GroundTruthSource(path: path).read(check: stop.check)
      truth = try split(read.truth, observer)
      try compare(read.ids, with: list, path, observer)
      report = report + read.report
    }
    let inputs = LabelingInputs(
      list: list,
      store: ImageStore(folder: settings.images, containers: list.facts.containers),
      isFrozen: isFrozen, report: report, groundTruth: truth)
    try tell(observer, inputs)
    tell(observer, list.facts.classes)
    return inputs
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

  /// Warns when the ground truth knows images by other ids than the list, told from some of them.
  private func compare(
    _ ids: [ImageKey: UInt64], with list: FrozenList, _ path: String, _ observer: RunObserver
  ) throws {
    let keys = ids.keys.sorted()
    for place in stride(from: 0, to: keys.count, by: max(1, keys.count / Self.idSamples)) {
      guard let image = try list.image(named: keys[place]), let id = ids[image.key],
        id != image.imageID
      else { continue }
      observer.note(
        .warning,
        "image ids are not those of \(path): \(image.key) is \(image.imageID) here and \(id) "
          + "there, and exports say \(image.imageID); plan anew with it as input.image_list to "
          + "have its ids", [:])
      return
    }
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

  private func tell(_ observer: RunObserver, _ inputs: LabelingInputs) throws {
    let report = inputs.report
    observer.note(
      .info, "input: \(inputs.count) images, \(report.captionsUsed) captions", [:])
    func warn(_ count: Int, _ text: String) {
      if count > 0 { observer.note(.warning, "\(count) \(text)", [:]) }
    }
    warn(report.links, settings.linksText)
    warn(report.otherFiles, settings.otherFilesText)
    warn(
      report.duplicateImages,
      "images are listed more than once; the first entry counts"
        + (settings.imageSource.isContainer && !settings.archivePrefix
          ? "; input.archive_prefix keeps those of several archives apart" : ""))
    warn(report.captionsWithoutImage, "captions belong to no image of the list")
    if settings.captions != nil || report.captionsUsed > 0 {
      warn(report.imagesWithoutCaptions, "images have no caption")
    }
    if report.usesOrdinals {
      observer.note(
        .info,
        "image ids are missing or repeated: images are numbered from 0, in exports too; name a "
          + "COCO json as input.image_list to have its ids", [:])
    }
    warn(report.boxesWithoutImage, "ground-truth boxes belong to no image of their file")
    for reason in Rejection.Reason.allCases {
      warn(report.rejections[reason, default: 0], "input entries are left out: \(reason.rawValue)")
    }
    for sample in report.samples.prefix(3) {
      observer.note(.warning, "  for example \(sample.detail)", [:])
    }
    guard let truth = inputs.groundTruth else { return }
    var isAnnotated = false
    try inputs.list.forEach { image in
      isAnnotated = truth.boxes[image.key] != nil
      return !isAnnotated
    }
    if !isAnnotated, let image = try inputs.list.images(in: 0..<min(1, inputs.count)).first {
      let listed = truth.boxes.keys.min().map { "its first image is '\($0)'" } ?? "it lists none"
      observer.note(
        .warning,
        "\(settings.groundTruth ?? "the ground truth") lists none of the images: \(listed), that of "
          + "the input '\(image.key)'; expected the same name in both. Nothing will be measured "
          + "against it", [:])
    }
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
