public import Codecs
public import Inputs
public import Records

/// The user's files, read and joined: what the plan is made of.
///
/// Images and captions stay in the list's file and are read a unit at a time, so that memory does
/// not grow with them. Ground truth is held in memory.
public struct LabelingInputs: Sendable {
  /// Images in plan order with captions and classes.
  let list: FrozenList
  /// The folder whose walk gave the list, in a worker that has not walked it again.
  var unwalkedFolder: String?
  /// Whether the list lies in the data set already.
  let isFrozen: Bool
  /// What was found and what could not be used.
  public let report: InputReport
  /// Annotated boxes, when the pipeline names a file with them.
  public let groundTruth: GroundTruth?
  /// Files of proposals, in the order of their sources.
  public internal(set) var proposalFiles: [ImportedProposals] = []

  init(
    list: FrozenList, store: ImageStore, isFrozen: Bool, report: InputReport,
    groundTruth: GroundTruth?
  ) {
    self.list = list
    self.store = store
    self.isFrozen = isFrozen
    self.report = report
    self.groundTruth = groundTruth
  }

  /// Number of images.
  public var count: Int { list.count }

  /// The images at `range` of the plan's order; only what holds them is read.
  ///
  /// - Throws: `FileError`, or `InputError.damagedList`.
  public func images(in range: Range<Int>) throws -> [InputImage] {
    try list.images(in: range)
  }

  /// Reads the images' bytes.
  let store: ImageStore

  /// The encoded bytes of the image called `key`; a bad one is a rejection.
  ///
  /// - Throws: `FileError` or `InputError` when that says nothing of the image.
  public func read(_ key: ImageKey) throws -> Result<[UInt8], Rejection> {
    guard let image = try list.image(named: key) else {
      return .failure(Rejection(.missingFile, "the list has no image of that name"))
    }
    return try store.read(image)
  }

  /// Demands that files which a folder had when the plan was made are there, for a worker that has
  /// not walked it.
  ///
  /// - Throws: `PipelineError.inputsChanged` with the first that is gone.
  func checkFiles(of images: [InputImage]) throws {
    guard let folder = unwalkedFolder else { return }
    for image in images where try !RootFolder(path: folder).contains(image.key) {
      throw PipelineError.inputsChanged(
        path: "\(folder)/\(image.key)", what: "it is not there any more")
    }
  }

  /// Images of each class that the user's files give images as a whole.
  public var classes: [String: Int] { list.facts.classes.classes }

  /// SHA-256 of the sorted list of keys and image ids.
  public var listDigest: SHA256Digest { list.facts.listDigest }

  /// SHA-256 of keys and captions, which the concepts and labels passes depend on.
  public var captionsDigest: SHA256Digest { list.facts.captionsDigest }

  /// Puts the list into `dataset` unless it is there.
  func freeze(in dataset: Dataset) throws {
    if !isFrozen { try list.publish(at: dataset.inputs) }
  }
}
