/// How regions are paired with concepts.
public struct LabelSettings: Hashable, Sendable {
  /// Nearest concepts stored for each region.
  public let topConcepts: Int
  /// Divisor of the cosines in the softmax over the pool; 0.01 is CLIP's own.
  public let temperature: Double
  /// Regions whose largest probability is at most this are marked as not kept.
  public let keepProbability: Double
  /// How the pool's names are found in an image's captions.
  public let match: Match
  /// How boxes are chosen for the labels that an image's captions name.
  public let classBoxes: ClassBoxSettings

  /// The ways to find the pool's names in captions.
  public enum Match: String, CaseIterable, Sendable {
    /// In noun phrases, by the singular of the head; the longest name wins.
    case phrase
    /// Between spaces of the joined captions, as Detic and RKD tag them: no plural, no full stop.
    case substring
  }

  static let table = SettingsTable(
    "LabelSettings",
    [
      Setting("top_concepts", .integer(1...1_000), .value(.integer(5)), passes: [.labels]),
      Setting("temperature", .number(0.0001...100), .value(.number(0.01)), passes: [.labels]),
      // The probability itself is stored, so the threshold changes no label record.
      Setting("keep_probability", .number(0...1), .value(.number(0.1)), passes: [.report]),
      Setting(
        "match", .choice(Match.allCases.map(\.rawValue)), .value(.text(Match.phrase.rawValue)),
        passes: [.labels]),
      Setting("class_boxes", .section(ClassBoxSettings.table), .byKey),
    ])

  init(_ values: SettingValues) {
    topConcepts = values.integer("top_concepts")
    temperature = values.number("temperature")
    keepProbability = values.number("keep_probability")
    match = values.choice("match")
    classBoxes = ClassBoxSettings(values.section("class_boxes"))
  }
}

/// How boxes are chosen for image-level labels, among regions that were proposed: annotated boxes
/// are chosen only where there are no others.
public struct ClassBoxSettings: Hashable, Sendable {
  /// Boxes stored for one label of one image, the best first; 0 stores none.
  public let perLabel: Int
  /// By which score the boxes are chosen.
  public let rule: Rule
  /// Boxes with a lower score by that rule are left out.
  public let scoreMin: Double

  /// A score of a region for a label.
  public enum Rule: String, CaseIterable, Sendable {
    /// Cosine of the region and the label's concept.
    case similarity
    /// The proposal's own score, whatever the label.
    case score
    /// Geometric mean of the proposal's score and of the cosine, negative cosines counted as 0.
    case product
    /// Score that the region's OWL detector gives the label in the source's `template` (ILS' and PMS'
    /// rule), from stored class embeddings; regions without one are not chosen.
    case proposer
    /// Geometric mean of that score and of the cosine, negative cosines counted as 0.
    case proposerProduct = "proposer_product"
    /// Area as a share of the image, as Detic does.
    case maxSize = "max_size"
    /// The first region, with score 1.
    case first
  }

  static let table = SettingsTable(
    "ClassBoxSettings",
    [
      Setting("per_label", .integer(0...1_000), .value(.integer(3)), passes: [.labels]),
      Setting(
        "rule", .choice(Rule.allCases.map(\.rawValue)), .value(.text(Rule.similarity.rawValue)),
        passes: [.labels]),
      Setting("score_min", .number(-1...1), .value(.number(-1)), passes: [.labels]),
    ])

  init(_ values: SettingValues) {
    perLabel = values.integer("per_label")
    rule = values.choice("rule")
    scoreMin = values.number("score_min")
  }
}
