public import Records

/// What became of the captions of a corpus while they were counted; accounts add up.
public struct CountAccount: Codable, Hashable, Sendable {
  /// Most captions kept of each reason for people.
  public static let samplesMax = 5

  /// A caption that was rejected.
  public struct Sample: Codable, Hashable, Sendable {
    var place: CaptionPlace
    /// What was found, for people.
    public var detail: String
    /// The caption, at most 200 Unicode scalars of it.
    public var caption: String
  }

  /// Captions seen.
  public var captions = 0
  /// Captions that belong to no image.
  public var captionsWithoutImage = 0
  /// Captions that were longer than the parser reads.
  public var truncatedCaptions = 0
  /// Mentions counted.
  public var mentions = 0
  /// Captions without a mention by reason.
  public var rejections: [String: Int] = [:]
  /// Phrases that the parser dropped by rule.
  public var dropped: [String: Int] = [:]
  /// The first captions that were rejected for each reason.
  public private(set) var samples: [String: [Sample]] = [:]

  /// Creates an empty account.
  public init() {}

  /// Counts one parsed caption.
  mutating func add(_ parsed: ParsedCaption, _ caption: String, _ place: CaptionPlace) {
    captions += 1
    mentions += parsed.mentions.count
    if parsed.isTruncated { truncatedCaptions += 1 }
    for (rule, count) in parsed.dropped { dropped[rule.rawValue, default: 0] += count }
    guard let rejection = parsed.rejection else { return }
    let reason = rejection.reason.rawValue
    rejections[reason, default: 0] += 1
    guard samples[reason, default: []].count < Self.samplesMax else { return }
    let shown = String(String.UnicodeScalarView(caption.unicodeScalars.prefix(200)))
    samples[reason, default: []].append(
      Sample(place: place, detail: rejection.detail, caption: shown))
  }

  /// Adds rows that gave no caption, by reason; a blank caption counts as one that was seen.
  public mutating func addUnread(_ rejections: [Rejection.Reason: Int]) {
    for (reason, count) in rejections { self.rejections[reason.rawValue, default: 0] += count }
    captions += rejections[.emptyCaption, default: 0]
  }

  /// Adds the account of other captions; of each reason the first samples stay.
  mutating func add(_ other: CountAccount) {
    captions += other.captions
    captionsWithoutImage += other.captionsWithoutImage
    truncatedCaptions += other.truncatedCaptions
    mentions += other.mentions
    rejections.merge(other.rejections, uniquingKeysWith: +)
    dropped.merge(other.dropped, uniquingKeysWith: +)
    for (reason, theirs) in other.samples {
      let all = (samples[reason, default: []] + theirs).sorted { $0.place.precedes($1.place) }
      samples[reason] = Array(all.prefix(Self.samplesMax))
    }
  }

  /// Moves every sample so many captions on.
  mutating func shift(by captions: Int) {
    for reason in samples.keys {
      for index in samples[reason, default: []].indices {
        samples[reason]?[index].place.ordinal += captions
      }
    }
  }

  /// Gives every sample's file its number in a larger corpus.
  mutating func renumber(_ numbers: [Int]) {
    for reason in samples.keys {
      for index in samples[reason, default: []].indices {
        let file = samples[reason]?[index].place.file ?? 0
        samples[reason]?[index].place.file = numbers.indices.contains(file) ? numbers[file] : file
      }
    }
  }
}
