/// What the report shows.
public struct ReportPageSettings: Hashable, Sendable {
  /// Pictures in the gallery, shared evenly by its kinds (best, worst, ...); 0 leaves it out.
  public let gallery: Int
  /// Start of the random choice of pictures.
  public let seed: Int
  /// Heading of the page.
  public let title: String

  static let table = SettingsTable(
    "ReportPageSettings",
    [
      Setting("gallery", .integer(0...1_000), .value(.integer(24)), passes: [.report]),
      Setting("seed", .integer(0...Int(Int32.max)), .value(.integer(0)), passes: [.report]),
      Setting("title", .text, .value(.text("Pseudobox report")), passes: [.report]),
    ])

  init(_ values: SettingValues) {
    gallery = values.integer("gallery")
    seed = values.integer("seed")
    title = values.text("title")
  }
}
