/// How the images are divided into units of work.
public struct PlanSettings: Hashable, Sendable {
  /// Images in one unit, and so in one shard; a kill loses at most the units in flight.
  public let unitImages: Int

  static let table = SettingsTable(
    "PlanSettings",
    [
      Setting("unit_images", .integer(1...65_536), .value(.integer(64)), passes: [.plan])
    ])

  init(_ values: SettingValues) {
    unitImages = values.integer("unit_images")
  }
}
