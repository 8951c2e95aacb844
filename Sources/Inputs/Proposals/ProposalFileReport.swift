public import Codecs
public import Records

/// What was found in a file of proposals, and what could not be used.
public struct ProposalFileReport: Hashable, Sendable {
  /// The file or folder.
  public let path: String
  /// The format that its content shows.
  public let format: String
  /// SHA-256 of its stored bytes; of names and bytes for a folder.
  public internal(set) var digest = SHA256Digest(of: [])
  /// Boxes read, good and bad.
  public internal(set) var boxes = 0
  /// Boxes of listed images that can be used.
  public internal(set) var boxesUsed = 0
  /// Boxes of images that are not in the list.
  public internal(set) var boxesExtra = 0
  /// Boxes that mark a crowd of objects; they are left out.
  public internal(set) var crowds = 0
  /// Images of the list that the file knows, boxes or none.
  public internal(set) var imagesMatched = 0
  /// Images of the list that the file does not know.
  public internal(set) var imagesMissing = 0
  /// Images of the file that are not in the list; counting ends at `extraMax`.
  public internal(set) var imagesExtra = 0
  /// Rows whose name fits several images of the list; they are not used.
  public internal(set) var ambiguous = 0
  /// Images that come more than once where each should once; their boxes are put together.
  public internal(set) var repeatedImages = 0
  /// Boxes that could not be used, by reason.
  public internal(set) var rejections: [Rejection.Reason: Int] = [:]
  /// The first of them, for people.
  public internal(set) var samples: [Rejection] = []

  /// Where the count of images that are not in the list ends.
  public static let extraMax = 1 << 20
  /// Most samples kept.
  public static let samplesMax = 5

  /// Boxes that could not be used, for all reasons together.
  public var rejected: Int { rejections.values.reduce(0, +) }

  init(path: String, format: String) {
    self.path = path
    self.format = format
  }

  /// The report on one line, as summaries and reports show it.
  public var summary: String {
    var parts = [
      "\(format), \(boxesUsed) of \(boxes) boxes used",
      "\(imagesMatched) images matched, \(imagesMissing) missing, \(imagesExtra) extra",
    ]
    func add(_ count: Int, _ text: String) {
      if count > 0 { parts.append("\(count) \(text)") }
    }
    add(boxesExtra, "boxes of extra images")
    add(crowds, "crowds")
    add(ambiguous, "rows with a name of several images")
    add(repeatedImages, "images repeated")
    for reason in Rejection.Reason.allCases { add(rejections[reason] ?? 0, reason.rawValue) }
    return parts.joined(separator: ", ")
  }

  mutating func reject(_ rejection: Rejection) {
    rejections[rejection.reason, default: 0] += 1
    if samples.count < Self.samplesMax { samples.append(rejection) }
  }
}
