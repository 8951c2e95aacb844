import Records

/// The steps by which the shards' records come into an index, for whoever has the threads.
///
/// `next` is called by one thread at a time and gives the records in the order of images, `decode` by
/// any number at once, and `insert` by one at a time in the order in which `next` gave them. Whoever
/// holds no more than a few results holds a few MiB, whatever the units' sizes.
public struct IndexSteps: Sendable {
  /// Records of consecutive images of one unit, not read yet.
  public struct Stretch: Sendable {
    /// The unit's place among the units.
    let unit: Int
    /// Number of its first image in the index.
    let firstImage: Int
    /// Places of the records in the unit's shards.
    let ordinals: Range<Int>
    let regions: ShardReader
    let labels: ShardReader?
  }

  /// The records of a stretch, read and checked.
  public struct Decoded: Sendable {
    let stretch: Stretch
    let regions: [RegionRecord]
    /// One for each region record; empty without label shards.
    let labels: [LabelRecord]
  }

  let builder: IndexBuilder

  /// The next records; `nil` after the last.
  public func next() throws -> Stretch? { try builder.next() }

  /// Reads and checks records.
  public func decode(_ stretch: Stretch) throws -> Decoded { try stretch.decode() }

  /// Puts the rows of records into the index.
  public func insert(_ decoded: Decoded) throws { try builder.insert(decoded) }

  /// All steps on this thread.
  func runInTurn() throws {
    while let stretch = try next() { try insert(decode(stretch)) }
  }
}

extension IndexSteps.Stretch {
  fileprivate func decode() throws -> IndexSteps.Decoded {
    let found = try ordinals.map { ordinal in
      try regions.regionRecord(at: ordinal, includesEmbeddings: false)
    }
    let labelled = try labels.map { reader in
      try zip(ordinals, found).map { ordinal, regions in
        let labels = try reader.labelRecord(at: ordinal)
        guard labels.key == regions.key, labels.imageID == regions.imageID,
          labels.logSumExp.count == regions.boxes.count
        else {
          throw IndexError.mismatch(
            path: reader.path, detail: "record \(ordinal) is not of image \(regions.key)")
        }
        return labels
      }
    }
    return IndexSteps.Decoded(stretch: self, regions: found, labels: labelled ?? [])
  }
}
