import Codecs
import Records

/// Sorts boxes by image in bounded memory: sorted runs in a scratch file, then one merge.
///
/// Holds at most `runRows` rows of 28 bytes (29 MB, and as much while a run is sorted), 8 bytes for
/// each image, and while it merges 64 KiB for each run. A file of up to `runRows` boxes never
/// touches the disk.
struct ProposalSorter {
  /// Words of a row: position, four edges, score, logit.
  static let width = 7
  /// Words of a row without its position.
  static let payload = width - 1
  static let runRows = 1 << 20
  private static let mergeRows = 2048

  private let images: Int
  private let scratch: String
  private let runRows: Int
  private var words: [UInt32] = []
  private var runs: [Int] = []
  private var spill: ScratchFile?

  init(images: Int, scratch: String, runRows: Int = ProposalSorter.runRows) {
    self.images = images
    self.scratch = scratch
    self.runRows = runRows
  }

  mutating func add(_ position: Int, _ box: Box, score: Float, logit: Float) throws {
    words.append(UInt32(position))
    for value in [box.x1, box.y1, box.x2, box.y2, score, logit] { words.append(value.bitPattern) }
    if words.count == runRows * Self.width { try spillRun() }
  }

  /// Ends the sorting.
  mutating func finish() throws -> ProposalRows {
    guard spill != nil else {
      let (sorted, starts) = sortedRun()
      words = []
      return ProposalRows(starts: starts, storage: .memory(sorted))
    }
    if !words.isEmpty { try spillRun() }
    words = []
    return try merged()
  }

  /// The rows of the run without their positions, sorted by position, and where each image starts.
  private func sortedRun() -> (payload: [UInt32], starts: [Int]) {
    var starts = [Int](repeating: 0, count: images + 1)
    for row in stride(from: 0, to: words.count, by: Self.width) { starts[Int(words[row]) + 1] += 1 }
    for image in 0..<images { starts[image + 1] += starts[image] }
    var next = starts
    var sorted = [UInt32](repeating: 0, count: words.count / Self.width * Self.payload)
    for row in stride(from: 0, to: words.count, by: Self.width) {
      let image = Int(words[row])
      let place = next[image] * Self.payload
      next[image] += 1
      for word in 0..<Self.payload { sorted[place + word] = words[row + 1 + word] }
    }
    return (sorted, starts)
  }

  private mutating func spillRun() throws {
    let file = try spill ?? ScratchFile(directory: scratch, name: "proposal-runs")
    spill = file
    let (sorted, starts) = sortedRun()
    var rows: [UInt32] = []
    rows.reserveCapacity(words.count)
    for image in 0..<images where starts[image] < starts[image + 1] {
      for row in starts[image]..<starts[image + 1] {
        rows.append(UInt32(image))
        rows += sorted[row * Self.payload..<(row + 1) * Self.payload]
      }
    }
    try file.write(LittleEndianColumn.bytes(of: rows))
    runs.append(words.count / Self.width)
    words.removeAll(keepingCapacity: true)
  }

  private mutating func merged() throws -> ProposalRows {
    guard let file = try spill?.finish() else { preconditionFailure("there are runs") }
    spill = nil
    var readers: [RunReader] = []
    var first = 0
    for rows in runs {
      readers.append(RunReader(file: file, next: first, end: first + rows, rowsMax: Self.mergeRows))
      first += rows
    }
    let output = try ScratchFile(directory: scratch, name: "proposals")
    var starts = [0]
    starts.reserveCapacity(images + 1)
    var count = 0
    var pending: [UInt32] = []
    for image in 0..<images {
      for index in readers.indices {
        while let row = try readers[index].row(of: UInt32(image)) {
          pending += row
          count += 1
          if pending.count >= Self.mergeRows * Self.payload {
            try output.write(LittleEndianColumn.bytes(of: pending))
            pending.removeAll(keepingCapacity: true)
          }
        }
      }
      starts.append(count)
    }
    try output.write(LittleEndianColumn.bytes(of: pending))
    return ProposalRows(starts: starts, storage: .file(try output.finish()))
  }
}

/// Reads the rows of one run in order.
private struct RunReader {
  let file: RandomAccessFile
  var next: Int
  let end: Int
  let rowsMax: Int
  private var words: [UInt32] = []
  private var place = 0

  init(file: RandomAccessFile, next: Int, end: Int, rowsMax: Int) {
    self.file = file
    self.next = next
    self.end = end
    self.rowsMax = rowsMax
  }

  /// The next row without its position if it belongs to `image`.
  mutating func row(of image: UInt32) throws -> ArraySlice<UInt32>? {
    if place == words.count {
      guard next < end else { return nil }
      let rows = min(rowsMax, end - next)
      let bytes = 4 * ProposalSorter.width
      words = LittleEndianColumn.values(
        of: try file.read(count: rows * bytes, at: next * bytes)[...])
      next += rows
      place = 0
    }
    guard words[place] == image else { return nil }
    defer { place += ProposalSorter.width }
    return words[place + 1..<place + ProposalSorter.width]
  }
}
