import Records
import ShardStore

/// The records of one side, one image after another in ascending key.
struct ComparedRecords {
  /// One image's two records.
  struct Pair {
    let regions: RegionRecord
    let labels: LabelRecord
  }

  private var units: ArraySlice<DatasetReport.Unit>
  private var shards: (regions: ShardReader, labels: ShardReader)?
  private var index = 0
  private var last: ImageKey?

  init(_ units: [DatasetReport.Unit]) {
    self.units = units[...]
  }

  /// The next image; `nil` at the end.
  ///
  /// - Throws: `ShardError` for a missing or damaged shard, `ReportError.mismatch` when keys do not
  ///   ascend.
  mutating func next() throws -> Pair? {
    while shards.map({ index >= $0.regions.count }) ?? true {
      guard let unit = units.popFirst() else { return nil }
      shards = (try ShardReader(path: unit.regions), try ShardReader(path: unit.labels))
      index = 0
    }
    guard let shards else { return nil }
    let regions = try shards.regions.regionRecord(at: index, includesEmbeddings: false)
    let labels = try shards.labels.labelRecord(at: index)
    index += 1
    if let last, last >= regions.key {
      throw ReportError.mismatch(
        key: "\(regions.key)", what: "order of the images", expected: "after \(last)",
        found: "\(regions.key)")
    }
    last = regions.key
    return Pair(regions: regions, labels: labels)
  }
}
