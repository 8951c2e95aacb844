/// One step of `regions.chain.steps`.
public enum ChainStep: Hashable, Sendable {
  /// Cuts boxes at the border.
  case clip(Clip)
  /// Drops small boxes.
  case minSize(MinSize)
  /// Drops low-scored boxes.
  case scoreMin(ScoreMin)
  /// Suppresses overlapping boxes.
  case nms(Suppression)
  /// Keeps the best.
  case top(Top)
  /// Keeps some at random.
  case sample(Sample)

  /// What `kind` is called, with the keys that go with it.
  static let tables: [(name: String, table: SettingsTable)] = [
    ("clip", Clip.table),
    ("min_size", MinSize.table),
    ("score_min", ScoreMin.table),
    ("nms", Suppression.table),
    ("top", Top.table),
    ("sample", Sample.table),
  ]

  init(_ values: SettingValues) {
    switch values.text("kind") {
    case "clip": self = .clip(Clip(values))
    case "min_size": self = .minSize(MinSize(values))
    case "score_min": self = .scoreMin(ScoreMin(values))
    case "nms": self = .nms(Suppression(values))
    case "top": self = .top(Top(values))
    case "sample": self = .sample(Sample(values))
    case let other: preconditionFailure("the table of chain steps lists \(other)")
    }
  }

  /// Cuts boxes at the image's border and drops those outside it; a chain needs one.
  public struct Clip: Hashable, Sendable {
    /// Whether edges are the first and the last pixel, so that the last coordinate is width - 1.
    public let plusOne: Bool

    static let table = SettingsTable(
      "ChainStep.Clip", [Setting("plus_one", .flag, .value(.flag(false)), passes: [.regions])])

    init(_ values: SettingValues) { plusOne = values.flag("plus_one") }
  }

  /// Drops small boxes, also of exempt sources.
  public struct MinSize: Hashable, Sendable {
    /// Boxes with a shorter side than this are dropped.
    public let pixels: Double

    static let table = SettingsTable(
      "ChainStep.MinSize", [Setting("pixels", .number(0...10_000), .required, passes: [.regions])])

    init(_ values: SettingValues) { pixels = values.number("pixels") }
  }

  /// Drops low-scored boxes.
  public struct ScoreMin: Hashable, Sendable {
    /// Boxes with a lower score are dropped.
    public let score: Double

    static let table = SettingsTable(
      "ChainStep.ScoreMin", [Setting("score", .number(0...1), .required, passes: [.regions])])

    init(_ values: SettingValues) { score = values.number("score") }
  }

  /// Non-maximum suppression: of two boxes that overlap too much the lower-scored goes.
  public struct Suppression: Hashable, Sendable {
    /// Overlap (IoU) above which a box goes.
    public let iou: Double
    /// Which boxes can suppress each other.
    public let scope: Scope
    /// Whether sides count one pixel more than the edges' distance, as in MAVL's evaluation.
    public let plusOne: Bool

    /// Which boxes can suppress each other.
    public enum Scope: String, CaseIterable, Sendable {
      /// All of them.
      case all
      /// Those of one source.
      case source
      /// Those of one source that answer the same query.
      case query
    }

    static let table = SettingsTable(
      "ChainStep.Suppression",
      [
        Setting("iou", .number(0...1), .value(.number(0.5)), passes: [.regions]),
        Setting(
          "scope", .choice(Scope.allCases.map(\.rawValue)), .value(.text(Scope.all.rawValue)),
          passes: [.regions]),
        Setting("plus_one", .flag, .value(.flag(false)), passes: [.regions]),
      ])

    init(_ values: SettingValues) {
      iou = values.number("iou")
      scope = values.choice("scope")
      plusOne = values.flag("plus_one")
    }
  }

  /// Keeps the best-scored boxes.
  public struct Top: Hashable, Sendable {
    /// How many.
    public let count: Int

    static let table = SettingsTable(
      "ChainStep.Top", [Setting("count", .integer(1...4_096), .required, passes: [.regions])])

    init(_ values: SettingValues) { count = values.integer("count") }
  }

  /// Keeps boxes drawn at random, as RegionCLIP trains on 100 of its 300 best.
  public struct Sample: Hashable, Sendable {
    /// How many.
    public let count: Int
    /// Which ones, together with the image's key: not the order of images, threads or restarts.
    public let seed: Int

    static let table = SettingsTable(
      "ChainStep.Sample",
      [
        Setting("count", .integer(1...4_096), .required, passes: [.regions]),
        Setting("seed", .integer(0...Int(Int32.max)), .value(.integer(0)), passes: [.regions]),
      ])

    init(_ values: SettingValues) {
      count = values.integer("count")
      seed = values.integer("seed")
    }
  }
}
