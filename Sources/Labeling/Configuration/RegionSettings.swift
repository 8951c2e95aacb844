/// How regions are proposed, cut out and embedded.
public struct RegionSettings: Hashable, Sendable {
  /// The frozen CLIP that embeds regions and concepts.
  public let teacher: TeacherSettings
  /// Where proposals come from; a region records the number of its source, counted from 0.
  public let proposals: [ProposalSource]
  /// What the proposals of all sources together go through.
  public let chain: ChainSettings

  /// Whether a source of boxes is the ground truth.
  var needsGroundTruth: Bool {
    proposals.contains { source in
      if case .groundTruth = source { true } else { false }
    }
  }

  static let table = SettingsTable(
    "RegionSettings",
    [
      Setting("teacher", .section(TeacherSettings.table), .byKey),
      Setting(
        "proposals", .list(.variant(ProposalSource.tables), count: 1...255), .required,
        passes: [.regions]),
      Setting("chain", .section(ChainSettings.table), .byKey),
    ])

  init(_ values: SettingValues) {
    teacher = TeacherSettings(values.section("teacher"))
    proposals = values.elements("proposals").map(ProposalSource.init)
    chain = ChainSettings(values.section("chain"))
  }
}
