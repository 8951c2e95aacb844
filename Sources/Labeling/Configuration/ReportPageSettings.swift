/// What the report shows.
public struct ReportPageSettings: Hashable, Sendable {
  /// Pictures in the gallery, shared evenly by its kinds (best, worst, ...); 0 leaves it out.
  public let gallery: Int
  /// Start of the random choice of pictures.
  public let seed: Int
  /// Heading of the page.
  public let title: String
  /// Images to look for among the data set's, equal or alike: a folder, or a text file with one path
  /// a line, absolute or beside the file.
  public let evaluationImages: String?
  /// Bits in which the perceptual hashes of two pictures that look alike may differ.
  public let nearDistance: Int
  /// WordNet's `dict` folder: the other words of a class name's first sense count as right too.
  public let wordnet: String?

  static let table = SettingsTable(
    "ReportPageSettings",
    [
      Setting("gallery", .integer(0...1_000), .value(.integer(24)), passes: [.report]),
      Setting("seed", .integer(0...Int(Int32.max)), .value(.integer(0)), passes: [.report]),
      Setting("title", .text, .value(.text("Pseudobox report")), passes: [.report]),
      Setting("evaluation_images", .path, .absent, passes: [.report]),
      Setting("near_distance", .integer(0...15), .value(.integer(4)), passes: [.report]),
      Setting("wordnet", .path, .absent, passes: [.report]),
    ])

  init(_ values: SettingValues) {
    gallery = values.integer("gallery")
    seed = values.integer("seed")
    title = values.text("title")
    evaluationImages = values.optionalPath("evaluation_images")
    nearDistance = values.integer("near_distance")
    wordnet = values.optionalPath("wordnet")
  }
}
