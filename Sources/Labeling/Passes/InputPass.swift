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
    let list = try InputList.read(images: source, captions: captionSources())
    var report = list.report
    var truth: GroundTruth?
    if let path = settings.groundTruth {
      let read = try GroundTruthSource(path: path).read()
      truth = read.truth
      report = report + read.report
    }
    tell(observer, list.report)
    return LabelingInputs(
      images: list.images, report: report, groundTruth: truth,
      listDigest: Self.digest(list.images, withCaptions: false),
      captionsDigest: Self.digest(list.images, withCaptions: true))
  }

  private func captionSources() throws -> [CaptionSource] {
    guard let path = settings.captions else { return [] }
    switch settings.captionsFormat {
    case .absent: return []
    case .coco: return [CaptionSource(path: path, format: .coco)]
    case .tsv: return [CaptionSource(path: path, format: .tsv)]
    case .csv: return [CaptionSource(path: path, format: .csv)]
    case .jsonl: return [CaptionSource(path: path, format: .jsonl)]
    case .text: return [CaptionSource(path: path, format: .text)]
    }
  }

  private func tell(_ observer: RunObserver, _ report: InputReport) {
    observer.note(
      .info, "input: \(report.images) images, \(report.captionsUsed) captions",
      [:])
    if report.captionsWithoutImage > 0 {
      observer.note(
        .warning, "\(report.captionsWithoutImage) captions belong to no image of the list", [:])
    }
    if report.imagesWithoutCaptions > 0, settings.captions != nil {
      observer.note(.warning, "\(report.imagesWithoutCaptions) images have no caption", [:])
    }
  }

  /// Lengths go before contents, so that no two lists have the same bytes.
  private static func digest(_ images: [InputImage], withCaptions: Bool) -> SHA256Digest {
    var hasher = SHA256Hasher()
    for image in images {
      hasher.update("\(image.key.bytes.count) \(image.imageID) \(image.captions.count)\n")
      hasher.update(image.key.bytes[...])
      guard withCaptions else { continue }
      for caption in image.captions {
        hasher.update("\(caption.utf8.count)\n\(caption)")
      }
    }
    return hasher.digest
  }
}

extension SHA256Hasher {
  mutating func update(_ text: String) {
    update(Array(text.utf8)[...])
  }
}
