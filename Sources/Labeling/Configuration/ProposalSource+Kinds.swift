extension ProposalSource {
  /// Class-agnostic boxes of a region proposal network (torchvision's, detectron2's,
  /// RegionCLIP's), with its own suppression on each level and its raw logits.
  public struct RPN: Hashable, Sendable {
    /// Folder that `scripts/convert/rpn.py` made of a detector's checkpoint.
    public let model: String
    /// Boxes of each level that meet in the network's suppression; the model's own when not given.
    public let preNms: Int?
    /// Boxes that leave it; the model's own when not given.
    public let postNms: Int?
    /// Overlap above which the lesser of two boxes of a level goes; the model's own when not given.
    public let nmsIOU: Double?
    /// Boxes with a lower score are dropped before they meet those of other sources.
    public let scoreMin: Double
    /// Whether its boxes skip the chain's score threshold, NMS and `top`.
    public let exempt: Bool

    static let table = SettingsTable(
      "ProposalSource.RPN",
      [
        Setting("model", .path, .required, passes: [.regions]),
        Setting("pre_nms", .integer(1...100_000), .absent, passes: [.regions]),
        Setting("post_nms", .integer(1...10_000), .absent, passes: [.regions]),
        Setting("nms_iou", .number(0...1), .absent, passes: [.regions]),
        Setting("score_min", .number(0...1), .value(.number(0)), passes: [.regions]),
        Setting("exempt", .flag, .value(.flag(false)), passes: [.regions]),
      ])

    init(_ values: SettingValues) {
      model = values.path("model")
      preNms = values.optionalInteger("pre_nms")
      postNms = values.optionalInteger("post_nms")
      nmsIOU = values.optionalNumber("nms_iou")
      scoreMin = values.number("score_min")
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

  /// Boxes drawn at random on a grid of cells, others for each image: RegionCLIP's ablation.
  public struct RandomBoxes: Hashable, Sendable {
    /// Boxes of one image.
    public let count: Int
    /// Cells along either side of the image; boxes begin and end at their corners.
    public let grid: Int
    /// Which boxes, together with the image's key.
    public let seed: Int
    /// Score of every box.
    public let score: Double
    /// Whether its boxes skip the chain's score threshold, NMS and `top`.
    public let exempt: Bool

    static let table = SettingsTable(
      "ProposalSource.RandomBoxes",
      [
        Setting("count", .integer(1...4_096), .value(.integer(100)), passes: [.regions]),
        Setting("grid", .integer(1...1_000), .value(.integer(8)), passes: [.regions]),
        Setting("seed", .integer(0...Int(Int32.max)), .value(.integer(0)), passes: [.regions]),
        Setting("score", .number(0...1), .value(.number(0)), passes: [.regions]),
        Setting("exempt", .flag, .value(.flag(true)), passes: [.regions]),
      ])

    init(_ values: SettingValues) {
      count = values.integer("count")
      grid = values.integer("grid")
      seed = values.integer("seed")
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
