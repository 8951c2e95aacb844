/// Cuts units into stretches of records whose decoded size is bounded.
struct IndexStretches {
  private let scan: IndexScan
  private let bytesMax: Int
  private var units: ArraySlice<Int>
  private var current: (unit: Int, regions: ShardReader, labels: ShardReader?, next: Int)?

  /// The stretches of `units`, places in the scan, in this order: each of about `bytesMax` decoded
  /// bytes, or a single record.
  init(_ scan: IndexScan, units: [Int], bytesMax: Int = 1 << 20) {
    self.scan = scan
    self.bytesMax = bytesMax
    self.units = units[...]
  }

  /// The next one, of an opened unit; `nil` after the last.
  mutating func next() throws -> IndexSteps.Stretch? {
    while true {
      if let (unit, regions, labels, first) = current, first < regions.count {
        let end = end(from: first, in: regions, labels)
        current?.next = end
        return IndexSteps.Stretch(
          unit: unit, firstImage: scan.units[unit].firstImage + first, ordinals: first..<end,
          regions: regions, labels: labels)
      }
      guard let unit = units.popFirst() else { return nil }
      current = try open(unit)
    }
  }

  private func open(
    _ index: Int
  ) throws -> (unit: Int, regions: ShardReader, labels: ShardReader?, next: Int) {
    let unit = scan.units[index]
    let name = ShardName(unit: unit.regions.unit)
    let regions = try scan.open(scan.sources.regions, name, .regions)
    let labels = try unit.labels.flatMap { _ in
      try scan.sources.labels.map { try scan.open($0, name, .labels) }
    }
    guard regions.count == unit.regions.records,
      labels?.count ?? unit.regions.records == unit.regions.records
    else {
      throw IndexError.mismatch(path: regions.path, detail: "it changed while it was read")
    }
    return (index, regions, labels, 0)
  }

  /// Where a stretch that begins at `first` ends: boxes, scores and pairs of concept and cosine are
  /// what is kept of a region.
  private func end(
    from first: Int, in regions: ShardReader, _ labels: ShardReader?
  ) -> Int {
    let perRegion = 32 + 8 * (labels?.header.conceptsPerRegion ?? 0)
    var bytes = 0
    var end = first
    repeat {
      bytes += 1024 + regions.regionCount(at: end) * perRegion
      end += 1
    } while end < regions.count && bytes < bytesMax
    return end
  }
}
