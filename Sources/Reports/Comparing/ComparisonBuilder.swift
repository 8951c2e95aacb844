import Records

/// Measures two label sets side by side in one pass over both.
///
/// Memory follows the pools and the ground truth, and the detections on annotated images up to
/// `detectionsMax` of each side.
struct ComparisonBuilder {
  private static let samplesMax = 5
  private static let conceptsMax = 2_000
  /// Beyond so many detections average precisions are counted on a fine grid of scores.
  private static let detectionsMax = 2_000_000

  private let settings: ReportSettings
  private let sides: (first: ComparedSet, second: ComparedSet)
  private var reports: (first: ReportBuilder, second: ReportBuilder)
  private var images = ComparedImages()
  private var regions: RegionChangeTally
  private var classes: ClassChangeTally?

  init(
    settings: ReportSettings, first: ComparedSet, second: ComparedSet, groundTruth: GroundTruth?,
    normalize: @escaping (String) -> String
  ) {
    var plain = settings
    plain.picturesPerKind = 0
    plain.cropsPerConcept = 0
    plain.exactDetectionsMax = min(plain.exactDetectionsMax, Self.detectionsMax)
    func builder(_ side: ComparedSet) -> ReportBuilder {
      ReportBuilder(
        settings: plain, groundTruth: groundTruth, concepts: side.concepts,
        sources: side.sources, normalize: normalize)
    }
    self.settings = settings
    sides = (first, second)
    reports = (builder(first), builder(second))
    regions = RegionChangeTally(first: first.concepts, second: second.concepts)
    classes = groundTruth.map {
      ClassChangeTally(
        truth: $0, first: first, second: second, seed: settings.seed, normalize: normalize)
    }
  }

  /// Counts one image, which at least one side has.
  ///
  /// - Throws: `ReportError.mismatch` when records do not fit each other, the pool or the sources.
  mutating func add(first: ComparedRecords.Pair?, second: ComparedRecords.Pair?) throws {
    if let first { try Self.add(first, to: &reports.first) }
    if let second { try Self.add(second, to: &reports.second) }
    if let first, let second {
      images.both += 1
      regions.add(first: first, second: second)
      classes?.add(first: first, second: second)
      return
    }
    if first != nil { images.onlyFirst += 1 } else { images.onlySecond += 1 }
    if images.samples.count < Self.samplesMax, let key = (first ?? second)?.regions.key {
      images.samples.append("\(key)")
    }
  }

  private static func add(
    _ pair: ComparedRecords.Pair, to builder: inout ReportBuilder
  ) throws {
    let image = InputImage(key: pair.regions.key, imageID: pair.regions.imageID)
    try builder.add(image: image, regions: pair.regions, labels: pair.labels)
  }

  /// Ends the pass.
  consuming func finish() -> FinishedComparison {
    let first = reports.first.finish(facts: ReportFacts())
    let second = reports.second.finish(facts: ReportFacts())
    let numbers = ComparisonNumbers(
      version: ComparisonNumbers.currentVersion, first: sides.first.name,
      second: sides.second.name, images: images,
      settings: Self.settings(sides.first.settings, sides.second.settings),
      headlines: Headlines.changes(first.report, second.report),
      classes: classes?.numbers ?? [],
      concepts: Self.concepts(first.conceptRows, second.conceptRows), regions: regions.numbers)
    return FinishedComparison(
      numbers: numbers, settings: settings, moves: classes?.moves ?? [],
      changes: regions.changes)
  }

  private static func settings(
    _ first: [String: String], _ second: [String: String]
  ) -> [SettingChange] {
    Set(first.keys).union(second.keys).sorted().compactMap { key in
      first[key] == second[key]
        ? nil : SettingChange(key: key, first: first[key], second: second[key])
    }
  }

  private static func concepts(_ first: [ConceptRow], _ second: [ConceptRow]) -> ConceptChanges {
    var rows: [String: ConceptChange] = [:]
    for row in first {
      rows[row.frequency.name] = ConceptChange(
        name: row.frequency.name, regionsFirst: row.frequency.regions,
        occurrencesFirst: row.frequency.occurrences)
    }
    var both = 0
    for row in second {
      let name = row.frequency.name
      if rows[name] != nil { both += 1 }
      rows[name, default: ConceptChange(name: name)].regionsSecond = row.frequency.regions
      rows[name]?.occurrencesSecond = row.frequency.occurrences
    }
    let moved = rows.values.filter {
      $0.difference != 0 || $0.regionsFirst == nil || $0.regionsSecond == nil
        || $0.occurrencesFirst != $0.occurrencesSecond
    }.sorted { (abs($1.difference), $0.name) < (abs($0.difference), $1.name) }
    return ConceptChanges(
      both: both, addedTotal: second.count - both, removedTotal: first.count - both,
      rows: Array(moved.prefix(conceptsMax)))
  }
}
