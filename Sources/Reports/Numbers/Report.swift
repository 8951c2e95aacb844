/// Every number of the page: what `report.json` holds.
///
/// A value without pictures. Shares are in 0...1, sizes in pixels; a part or number that could not be
/// measured (no ground truth, no labels yet) is `null`, and `absent` says why.
public struct Report: Codable, Hashable, Sendable {
  /// Version of this layout; readers refuse a greater one.
  public var version: Int
  /// Heading of the page.
  public var title: String
  /// Images and captions that went in.
  public var images: ImageNumbers
  /// Images that could not be used, by reason, in the order of `Rejection.Reason`.
  public var rejections: [RejectionNumbers]
  /// Captions and annotations that could not be used, by reason.
  public var inputRejections: [RejectionNumbers]
  /// Regions and where they came from.
  public var regions: RegionNumbers
  /// What each text query gave, most regions first; empty for sources without queries.
  public var queries: [QueryNumbers]
  /// Distributions of the labels; absent before the labels pass.
  @OrNull public var labels: LabelNumbers?
  /// Whether regions and captions agree; absent without labels or captions.
  @OrNull public var captions: CaptionNumbers?
  /// How often concepts are named and assigned.
  public var concepts: ConceptNumbers
  /// Where the captions went, as the caller counted them.
  public var captionCounts: [String: Int]
  /// How many of the classes named by captions the pool contains, as the caller found.
  @OrNull public var poolCoverage: PoolCoverage?
  /// Images that are there more than once.
  public var duplicates: DuplicateNumbers
  /// Proposals against the ground truth; absent without it.
  @OrNull public var proposalQuality: ProposalQuality?
  /// Labels against the ground truth; absent without it or without labels.
  @OrNull public var labelQuality: LabelQuality?
  /// One row for each category of the ground truth, ascending id; empty without ground truth.
  public var categories: [CategoryNumbers]
  /// Which models saw which novel classes; empty without notes.
  public var leaks: [LeakNumbers]
  /// How the run meets the novel classes; absent when the ground truth names none.
  @OrNull public var leakAudit: LeakAudit?
  /// Why a part has no numbers, by the name of the part.
  public var absent: [String: String]
  /// Models, digests and versions, as the caller gave them.
  public var provenance: [String: String]

  /// The parts by name, as paths into `report.json` begin.
  enum CodingKeys: String, CodingKey, CaseIterable {
    case version, title, images, rejections, inputRejections, regions, queries, labels, captions
    case concepts, captionCounts, poolCoverage, duplicates, proposalQuality, labelQuality
    case categories, leaks, leakAudit, absent, provenance
  }

  /// The layout that this code writes.
  public static let currentVersion = 2
}

/// Counts of what went in.
public struct ImageNumbers: Codable, Hashable, Sendable {
  /// All images of the input list that were seen.
  public var total: Int
  /// Images without regions because of a rejection.
  public var rejected: Int
  /// Images with at least one caption.
  public var withCaptions: Int
  /// All captions.
  public var captions: Int
  /// Images for which the ground truth has an entry.
  public var annotated: Int

  /// Images that could be used.
  public var used: Int { total - rejected }
}

/// Data that was rejected for one reason.
public struct RejectionNumbers: Codable, Hashable, Sendable {
  /// `Rejection.Reason`'s raw value.
  public var reason: String
  /// How many.
  public var count: Int
  /// The first of them in plan order.
  public var samples: [RejectionSample]

  /// Creates a count with its samples.
  public init(reason: String, count: Int, samples: [RejectionSample]) {
    self.reason = reason
    self.count = count
    self.samples = samples
  }
}

/// One rejected datum.
public struct RejectionSample: Codable, Hashable, Sendable {
  /// The image's key as text, or the caption's place; empty where the detail tells it.
  public var key: String
  /// What was found.
  public var detail: String

  /// Creates a sample.
  public init(key: String, detail: String) {
    self.key = key
    self.detail = detail
  }
}
