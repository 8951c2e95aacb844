import Codecs
import Records

/// The facts as json: numbers by name, so that a list of another version is refused by its version
/// and not by a missing key.
struct FrozenListFooter: Codable {
  static let currentVersion = 1

  var version = currentVersion
  var images: Int
  var listDigest: String
  var captionsDigest: String
  var settings: String
  var stamps: [InputStamp]
  var containers: [InputContainer]
  var report: Counts
  var classes: [String: Int]
  var unlabelled: Int
  var labelsWithoutImage: Int
  var labelRows: Counts

  /// An `InputReport` as numbers.
  struct Counts: Codable {
    var numbers: [Int]
    var usesOrdinals: Bool
    var rejections: [String: Int]
    var samples: [[String]]

    private static let paths: [any WritableKeyPath<InputReport, Int> & Sendable] = [
      \.images, \.captions, \.captionsUsed, \.captionsWithoutImage, \.imagesWithoutCaptions,
      \.duplicateImages, \.otherFiles, \.links, \.boxes, \.boxesWithoutImage,
    ]

    init(_ report: InputReport) {
      numbers = Self.paths.map { report[keyPath: $0] }
      usesOrdinals = report.usesOrdinals
      rejections = Dictionary(
        report.rejections.map { ($0.key.rawValue, $0.value) }, uniquingKeysWith: +)
      samples = report.samples.map { [$0.reason.rawValue, $0.detail] }
    }

    var report: InputReport {
      var report = InputReport()
      for sample in samples where sample.count == 2 {
        if let reason = Rejection.Reason(rawValue: sample[0]) {
          report.reject(Rejection(reason, sample[1]))
        }
      }
      for (path, number) in zip(Self.paths, numbers) { report[keyPath: path] = number }
      report.usesOrdinals = usesOrdinals
      report.rejections = [:]
      for (name, count) in rejections {
        if let reason = Rejection.Reason(rawValue: name) { report.rejections[reason] = count }
      }
      return report
    }
  }

  init(_ facts: FrozenListFacts) {
    images = facts.images
    listDigest = facts.listDigest.hex
    captionsDigest = facts.captionsDigest.hex
    settings = facts.settings
    stamps = facts.stamps
    containers = facts.containers
    report = Counts(facts.report)
    classes = facts.classes.classes
    unlabelled = facts.classes.unlabelled
    labelsWithoutImage = facts.classes.withoutImage
    labelRows = Counts(facts.classes.rows)
  }

  /// The facts; `nil` where a digest is none.
  var facts: FrozenListFacts? {
    var facts = FrozenListFacts()
    guard let list = SHA256Digest(hex: listDigest), let captions = SHA256Digest(hex: captionsDigest)
    else { return nil }
    facts.images = images
    facts.listDigest = list
    facts.captionsDigest = captions
    facts.settings = settings
    facts.stamps = stamps
    facts.containers = containers
    facts.report = report.report
    facts.classes.classes = classes
    facts.classes.unlabelled = unlabelled
    facts.classes.withoutImage = labelsWithoutImage
    facts.classes.rows = labelRows.report
    return facts
  }
}
