/// What the proposals of all sources together go through.
///
/// Usually the four keys say enough: boxes are cut at the image's border, measured, compared with
/// `score_min`, suppressed and ranked, in this order. Boxes of a source with `exempt: true` are only
/// cut and measured: they are neither dropped nor do they suppress others.
public struct ChainSettings: Hashable, Sendable {
  /// Boxes with a shorter side than this, in pixels after clipping, are dropped.
  public let minSize: Double
  /// Boxes with a lower score are dropped.
  public let scoreMin: Double
  /// Of two boxes that overlap more than this (IoU) the lower-scored is dropped; 1 drops none.
  public let nmsIOU: Double
  /// Best-scored boxes kept for one image.
  public let top: Int
  /// Another list of steps instead of those of the four keys, taken in the order given.
  public let steps: [ChainStep]?

  static let table = SettingsTable(
    "ChainSettings",
    [
      Setting("min_size", .number(0...10_000), .value(.number(2)), passes: [.regions]),
      Setting("score_min", .number(0...1), .value(.number(0)), passes: [.regions]),
      Setting("nms_iou", .number(0...1), .value(.number(0.5)), passes: [.regions]),
      Setting("top", .integer(1...4_096), .value(.integer(50)), passes: [.regions]),
      Setting(
        "steps", .list(.variant(ChainStep.tables), count: 1...64), .absent, passes: [.regions]),
    ])

  init(_ values: SettingValues) {
    minSize = values.number("min_size")
    scoreMin = values.number("score_min")
    nmsIOU = values.number("nms_iou")
    top = values.integer("top")
    steps = values.isList("steps") ? values.elements("steps").map(ChainStep.init) : nil
  }
}
