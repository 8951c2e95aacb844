/// One source of proposals.
public enum ProposalSource: Hashable, Sendable {
  /// Class-agnostic boxes of an OWLv2 detector.
  case owlv2(OWLv2Source)
  /// The annotated boxes of `input.ground_truth`.
  case groundTruth(GroundTruthSource)
  /// Boxes on regular grids.
  case grid(GridSource)
  /// One box around the whole image.
  case wholeImage(WholeImageSource)

  /// What `kind` is called, with the keys that go with it.
  static let tables: [(name: String, table: SettingsTable)] = [
    ("owlv2", OWLv2Source.table),
    ("ground_truth", GroundTruthSource.table),
    ("grid", GridSource.table),
    ("whole_image", WholeImageSource.table),
  ]

  init(_ values: SettingValues) {
    switch values.text("kind") {
    case "owlv2": self = .owlv2(OWLv2Source(values))
    case "ground_truth": self = .groundTruth(GroundTruthSource(values))
    case "grid": self = .grid(GridSource(values))
    case "whole_image": self = .wholeImage(WholeImageSource(values))
    case let other: preconditionFailure("the table of proposal sources lists \(other)")
    }
  }

  /// What the source is called in pipeline files and reports.
  public var name: String {
    switch self {
    case .owlv2: "owlv2"
    case .groundTruth: "ground_truth"
    case .grid: "grid"
    case .wholeImage: "whole_image"
    }
  }

  /// Whether the source's boxes pass the chain untouched except for clipping and `min_size`.
  public var isExempt: Bool {
    switch self {
    case .owlv2(let source): source.exempt
    case .groundTruth(let source): source.exempt
    case .grid(let source): source.exempt
    case .wholeImage(let source): source.exempt
    }
  }
}

/// Class-agnostic boxes of an OWLv2 detector, scored by its objectness head.
public struct OWLv2Source: Hashable, Sendable {
  /// Folder of a Hugging Face OWLv2.
  public let model: String
  /// Boxes with a lower score are dropped before they meet those of other sources.
  public let scoreMin: Double
  /// Best-scored boxes that the source may hand on for one image.
  public let top: Int
  /// Whether its boxes skip the chain's score threshold, NMS and `top`.
  public let exempt: Bool

  static let table = SettingsTable(
    "OWLv2Source",
    [
      Setting("model", .path, .required, passes: [.regions]),
      Setting("score_min", .number(0...1), .value(.number(0)), passes: [.regions]),
      Setting("top", .integer(1...10_000), .value(.integer(300)), passes: [.regions]),
      Setting("exempt", .flag, .value(.flag(false)), passes: [.regions]),
    ])

  init(_ values: SettingValues) {
    model = values.path("model")
    scoreMin = values.number("score_min")
    top = values.integer("top")
    exempt = values.flag("exempt")
  }
}

/// The annotated boxes of `input.ground_truth`, with score 1.
public struct GroundTruthSource: Hashable, Sendable {
  /// Whether boxes that mark a crowd of objects are proposed too.
  public let crowds: Bool
  /// Whether its boxes skip the chain's score threshold, NMS and `top`.
  public let exempt: Bool

  static let table = SettingsTable(
    "GroundTruthSource",
    [
      Setting("crowds", .flag, .value(.flag(false)), passes: [.regions]),
      Setting("exempt", .flag, .value(.flag(true)), passes: [.regions]),
    ])

  init(_ values: SettingValues) {
    crowds = values.flag("crowds")
    exempt = values.flag("exempt")
  }
}

/// Boxes on regular grids over the image.
public struct GridSource: Hashable, Sendable {
  /// For each grid the number of cells along either side.
  public let cells: [Int]
  /// Score of every box.
  public let score: Double
  /// Whether its boxes skip the chain's score threshold, NMS and `top`.
  public let exempt: Bool

  static let table = SettingsTable(
    "GridSource",
    [
      Setting(
        "cells", .list(.integer(1...64), count: 1...16),
        .value(.list([.integer(2), .integer(4)])), passes: [.regions]),
      Setting("score", .number(0...1), .value(.number(0)), passes: [.regions]),
      Setting("exempt", .flag, .value(.flag(false)), passes: [.regions]),
    ])

  init(_ values: SettingValues) {
    cells = values.integers("cells")
    score = values.number("score")
    exempt = values.flag("exempt")
  }
}

/// One box around the whole image.
public struct WholeImageSource: Hashable, Sendable {
  /// Score of the box.
  public let score: Double
  /// Whether its boxes skip the chain's score threshold, NMS and `top`.
  public let exempt: Bool

  static let table = SettingsTable(
    "WholeImageSource",
    [
      Setting("score", .number(0...1), .value(.number(0)), passes: [.regions]),
      Setting("exempt", .flag, .value(.flag(true)), passes: [.regions]),
    ])

  init(_ values: SettingValues) {
    score = values.number("score")
    exempt = values.flag("exempt")
  }
}
