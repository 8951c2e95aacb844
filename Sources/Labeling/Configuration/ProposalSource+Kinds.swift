extension ProposalSource {
  /// Class-agnostic boxes of an OWLv2 detector, scored by its objectness head.
  public struct OWLv2: Hashable, Sendable {
    /// Folder of a Hugging Face OWLv2.
    public let model: String
    /// Boxes with a lower score are dropped before they meet those of other sources.
    public let scoreMin: Double
    /// Best-scored boxes that the source may hand on for one image.
    public let top: Int
    /// Whether its boxes skip the chain's score threshold, NMS and `top`.
    public let exempt: Bool

    static let table = SettingsTable(
      "ProposalSource.OWLv2",
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
  public struct GroundTruth: Hashable, Sendable {
    /// Whether boxes that mark a crowd of objects are proposed too.
    public let crowds: Bool
    /// Whether its boxes skip the chain's score threshold, NMS and `top`.
    public let exempt: Bool

    static let table = SettingsTable(
      "ProposalSource.GroundTruth",
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
  public struct Grid: Hashable, Sendable {
    /// For each grid the number of cells along either side.
    public let cells: [Int]
    /// Score of every box.
    public let score: Double
    /// Whether its boxes skip the chain's score threshold, NMS and `top`.
    public let exempt: Bool

    static let table = SettingsTable(
      "ProposalSource.Grid",
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
  public struct WholeImage: Hashable, Sendable {
    /// Score of the box.
    public let score: Double
    /// Whether its boxes skip the chain's score threshold, NMS and `top`.
    public let exempt: Bool

    static let table = SettingsTable(
      "ProposalSource.WholeImage",
      [
        Setting("score", .number(0...1), .value(.number(0)), passes: [.regions]),
        Setting("exempt", .flag, .value(.flag(true)), passes: [.regions]),
      ])

    init(_ values: SettingValues) {
      score = values.number("score")
      exempt = values.flag("exempt")
    }
  }
}
