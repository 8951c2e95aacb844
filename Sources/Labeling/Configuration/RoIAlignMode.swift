/// What the mode `roi_align` does to an image before its trunk sees it.
public struct RoIAlignMode: Hashable, Sendable {
  /// Pixels of the image's shorter side after the resize.
  public let shortestSide: Int
  /// Most pixels of its longer side, to which the shorter one gives way; memory grows with the area.
  public let longestSide: Int
  /// The interpolation of the resize.
  public let filter: Interpolation

  /// An interpolation, antialiased.
  public enum Interpolation: String, CaseIterable, Sendable {
    /// As RegionCLIP's extraction of features does.
    case bilinear
    /// As RegionCLIP's pretraining does.
    case bicubic
  }

  static let table = SettingsTable(
    "RoIAlignMode",
    [
      Setting("shortest_side", .integer(32...2_048), .value(.integer(800)), passes: [.regions]),
      Setting("longest_side", .integer(32...4_096), .value(.integer(1_333)), passes: [.regions]),
      Setting(
        "filter", .choice(Interpolation.allCases.map(\.rawValue)),
        .value(.text(Interpolation.bilinear.rawValue)), passes: [.regions]),
    ])

  init(_ values: SettingValues) {
    shortestSide = values.integer("shortest_side")
    longestSide = values.integer("longest_side")
    filter = values.choice("filter")
  }
}
