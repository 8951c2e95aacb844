import Codecs

/// Sorts byte records in bounded memory: sorted runs in a scratch file, then one merge.
///
/// Records are ordered by their bytes. What fits into the space's memory never touches the disk; beyond that
/// memory holds one block for each run while the runs are merged.
struct RecordSorter {
  /// Bytes of a block of a run, before it is packed.
  static let blockBytes = 64 << 10

  /// A record in `arena`; most pairs are told apart by their first bytes.
  private struct Place {
    var prefix: UInt64
    var start: UInt32
    var count: UInt32
  }

  private let space: SortSpace
  private var arena: [UInt8] = []
  private var places: [Place] = []
  private var spill: ScratchFile?
  private var written = 0
  private var runs: [Range<Int>] = []
  /// Records appended so far.
  private(set) var count = 0

  /// Creates a sorter that works in `space`.
  init(_ space: SortSpace) {
    self.space = space
  }

  /// Adds a record of at most 2 GiB.
  mutating func append(_ record: [UInt8]) throws {
    try space.check()
    if arena.count + record.count + places.count * MemoryLayout<Place>.stride > space.bytesMax,
      !places.isEmpty
    {
      try writeRun()
    }
    var prefix: UInt64 = 0
    for offset in 0..<8 {
      prefix = prefix << 8 | (offset < record.count ? UInt64(record[offset]) : 0)
    }
    places.append(
      Place(prefix: prefix, start: UInt32(arena.count), count: UInt32(record.count)))
    arena += record
    count += 1
  }

  /// Ends the sorting; the records may be gone through any number of times.
  mutating func finish() throws -> SortedRecords {
    defer {
      arena = []
      places = []
    }
    guard spill != nil else {
      sortPlaces()
      let ordered = places.map { Int($0.start)..<Int($0.start + $0.count) }
      return SortedRecords(storage: .memory(arena, ordered))
    }
    if !places.isEmpty { try writeRun() }
    guard let file = try spill?.finish() else { preconditionFailure("runs lie in a file") }
    spill = nil
    return SortedRecords(storage: .runs(file, runs))
  }

  private mutating func writeRun() throws {
    if spill == nil {
      try PosixFileSystem().createDirectories(space.folder)
      spill = try ScratchFile(directory: space.folder, name: "sorted-runs")
    }
    sortPlaces()
    let start = written
    let compressor = ZstdCompressor(level: 1)
    var block = ListEncoder()
    for place in places {
      let record = Int(place.start)..<Int(place.start + place.count)
      block.append(arena[record])
      if block.bytes.count >= Self.blockBytes { try write(&block, compressor) }
    }
    try write(&block, compressor)
    runs.append(start..<written)
    arena.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
  }

  private mutating func write(_ block: inout ListEncoder, _ compressor: ZstdCompressor) throws {
    guard !block.bytes.isEmpty else { return }
    let frame = try compressor.frame(of: block.bytes)
    let sizes = LittleEndianColumn.bytes(of: [UInt32(block.bytes.count), UInt32(frame.count)])
    try spill?.write(sizes + frame)
    written += sizes.count + frame.count
    block = ListEncoder()
  }

  private mutating func sortPlaces() {
    let bytes = arena
    places.sort { left, right in
      if left.prefix != right.prefix { return left.prefix < right.prefix }
      let shared = Int(min(left.count, right.count))
      let (first, second) = (Int(left.start), Int(right.start))
      var offset = min(8, shared)
      while offset < shared {
        let (a, b) = (bytes[first + offset], bytes[second + offset])
        if a != b { return a < b }
        offset += 1
      }
      return left.count < right.count
    }
  }
}
