internal import Foundation

/// Everything that a pipeline file says, checked and complete: nothing is decided later.
///
/// Optional values are those whose absence means something (no ground truth, no captions).
public struct PipelineSettings: Sendable {
  /// Where images, captions and ground truth come from.
  public let input: InputSettings
  /// How the images are divided into units of work.
  public let plan: PlanSettings
  /// Which noun phrases become concepts, and how their text is embedded.
  public let concepts: ConceptSettings
  /// How regions are proposed, cut out and embedded.
  public let regions: RegionSettings
  /// How regions are paired with concepts.
  public let labels: LabelSettings
  /// What the report shows.
  public let report: ReportPageSettings

  /// The pipeline file, as it was named.
  public let file: String
  /// The version of the file format; this tool knows version 1.
  public static let version = 1

  /// Full name to value of every key.
  let values: [String: ResolvedSetting]

  static let table = SettingsTable(
    "PipelineSettings",
    [
      Setting("version", .integer(1...1_000_000), .required),
      Setting("input", .section(InputSettings.table), .byKey),
      Setting("plan", .section(PlanSettings.table), .byKey),
      Setting("concepts", .section(ConceptSettings.table), .byKey),
      Setting("regions", .section(RegionSettings.table), .byKey),
      Setting("labels", .section(LabelSettings.table), .byKey),
      Setting("report", .section(ReportPageSettings.table), .byKey),
    ])

  /// Reads the pipeline file at `path` and puts the `overrides` (`key.path=value`) in their places.
  ///
  /// Relative paths of the file start at its folder, those of overrides at the current folder.
  /// Throws `ConfigurationError` with every mistake that is in the file and in the overrides.
  public static func load(path: String, overrides: [String] = []) throws -> PipelineSettings {
    let text = try contents(of: path)
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    return try parse(
      text, file: path, folder: folder, overrides: overrides,
      currentFolder: FileManager.default.currentDirectoryPath)
  }

  /// Checks the text of a pipeline file called `file` whose relative paths start at `folder`.
  ///
  /// Relative paths of `overrides` start at `currentFolder`. Throws `ConfigurationError`.
  public static func parse(
    _ text: String, file: String, folder: String, overrides: [String] = [], currentFolder: String
  ) throws -> PipelineSettings {
    let document = ConfigurationDocument(text, path: file)
    var mistakes = document.mistakes
    var resolver = SettingsResolver(
      locator: PathLocator(fileFolder: folder, currentFolder: currentFolder))
    if var root = document.root {
      mistakes += apply(overrides, to: &root)
      resolver.resolve(root, table: table)
      resolver.checkTogether()
      mistakes += resolver.mistakes
    }
    guard mistakes.isEmpty else {
      mistakes.sort { SettingPlace.precedes($0.place, $1.place) }
      throw ConfigurationError.invalid(path: file, mistakes: mistakes)
    }
    return PipelineSettings(resolver.values, file: file)
  }

  private static let bytesMax = 8 << 20

  private static func contents(of path: String) throws -> String {
    func unreadable(_ reason: String) -> ConfigurationError {
      .unreadable(path: path, reason: reason)
    }
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw unreadable("no such file")
    }
    guard !isFolder else { throw unreadable("it is a folder") }
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw unreadable(error.localizedDescription)
    }
    guard data.count <= bytesMax else { throw unreadable("larger than 8 MiB") }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw unreadable("not UTF-8 text")
    }
    return text
  }

  private static func apply(
    _ overrides: [String], to root: inout ConfigurationNode
  ) -> [ConfigurationMistake] {
    overrides.flatMap { text in
      switch SettingOverride.parse(text) {
      case .success(let override): override.apply(to: &root).map { [$0] } ?? []
      case .failure(let mistakes): mistakes.list
      }
    }
  }

  private init(_ values: [String: ResolvedSetting], file: String) {
    let sections = SettingValues(values)
    input = InputSettings(sections.section("input"))
    plan = PlanSettings(sections.section("plan"))
    concepts = ConceptSettings(sections.section("concepts"))
    regions = RegionSettings(sections.section("regions"))
    labels = LabelSettings(sections.section("labels"))
    report = ReportPageSettings(sections.section("report"))
    self.file = file
    self.values = values
  }
}
