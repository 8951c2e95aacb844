import Records

/// Counts what each proposal source and each of its queries gives.
struct SourceTally {
  /// Queries listed in a report, those with the most regions.
  private static let queriesShown = 1000

  /// A source's query; `query` is `RegionRecord.noQuery` for regions of none.
  private struct Asked: Hashable {
    let source: UInt8
    let query: UInt32
  }

  private struct Counts {
    var regions = 0
    var kept = Proportion()
    var found = 0
    var foundAlone = 0
    var scores = 0.0
  }

  private let sources: MeasuredSources
  private var ofSource: [Counts]
  private var ofQuery: [Asked: Counts] = [:]
  private var objects = 0

  init(sources: MeasuredSources) {
    self.sources = sources
    ofSource = Array(repeating: Counts(), count: sources.sources.count)
  }

  /// Counts the regions of one image; `isKept` says so of each label, `[regions]`.
  mutating func add(_ record: RegionRecord, isKept: [Bool]?) {
    for (region, source) in record.sources.enumerated() {
      func count(_ counts: inout Counts) {
        counts.regions += 1
        counts.scores += Double(record.scores[region])
        if let isKept { counts.kept.count(isKept[region]) }
      }
      count(&ofSource[Int(source)])
      if !record.queries.isEmpty {
        count(&ofQuery[Self.asked(record, region), default: Counts()])
      }
    }
  }

  /// Counts the objects of one annotated image by the regions that found them,
  /// `[objects][regions]`.
  mutating func add(_ record: RegionRecord, finders: [[Int]]) {
    objects += finders.count
    for regions in finders {
      let found = Set(regions.map { record.sources[$0] })
      for source in found { ofSource[Int(source)].found += 1 }
      let proposers = found.filter { !sources.isOwn($0) }
      if proposers.count == 1, let only = proposers.first {
        ofSource[Int(only)].foundAlone += 1
      }
      guard !record.queries.isEmpty else { continue }
      let asked = Set(regions.map { Self.asked(record, $0) })
      for one in asked { ofQuery[one, default: Counts()].found += 1 }
      let others = asked.filter { !sources.isOwn($0.source) }
      if others.count == 1, let only = others.first {
        ofQuery[only, default: Counts()].foundAlone += 1
      }
    }
  }

  private static func asked(_ record: RegionRecord, _ region: Int) -> Asked {
    Asked(source: record.sources[region], query: record.queries[region])
  }

  /// One row for each configured source.
  var sourceNumbers: [SourceNumbers] {
    zip(sources.sources, ofSource).map { source, counts in
      SourceNumbers(
        name: source.name, isGroundTruth: source.isGroundTruth, regions: counts.regions,
        kept: counts.kept, found: Proportion(hits: counts.found, total: objects),
        foundAlone: counts.foundAlone,
        meanScore: counts.regions > 0 ? counts.scores / Double(counts.regions) : nil)
    }
  }

  /// One row for each query that gave a region, most regions first.
  func queryNumbers(names: [Int: [Int: String]]) -> [QueryNumbers] {
    ofQuery.filter { sources.isMeasured($0.key.source) }.sorted { left, right in
      let (a, b) = (left.key, right.key)
      if left.value.regions != right.value.regions {
        return left.value.regions > right.value.regions
      }
      return (a.source, a.query) < (b.source, b.query)
    }.prefix(Self.queriesShown).map { asked, counts in
      let query = asked.query == RegionRecord.noQuery ? nil : Int(asked.query)
      return QueryNumbers(
        source: sources.sources[Int(asked.source)].name, query: query,
        name: query.flatMap { names[Int(asked.source)]?[$0] }, regions: counts.regions,
        kept: counts.kept, found: Proportion(hits: counts.found, total: objects),
        foundAlone: counts.foundAlone)
    }
  }
}
