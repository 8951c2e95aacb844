import Codecs

/// Sorted records one after the other, from a file of counts or from memory.
final class CountReader {
  private enum Source {
    case file(RandomAccessFile, dataEnd: Int)
    case memory([[UInt8]])
  }

  private let source: Source
  private var offset = 0
  private var block = CountBlockDecoder([])
  private var expected: Int?
  private var read = 0
  /// The new number of each input file, so that the files of all parts have one order.
  private let fileNumbers: [Int]?
  /// Adds to the number of every example's caption.
  private var captionsBefore = 0

  /// The key of the current record.
  private(set) var key: [UInt8] = []
  /// The current record.
  private(set) var record = CountRecord()
  /// What the file says of itself; `nil` for counts in memory.
  let summary: CountSummary?

  /// Opens a file of counts; `fileNumbers` gives the new number of each of its input files.
  init(path: String, fileNumbers: [Int]? = nil) throws {
    let file = try RandomAccessFile(path: path)
    let (summary, dataEnd) = try CountFile.summary(of: file)
    self.summary = summary
    self.fileNumbers = fileNumbers
    source = .file(file, dataEnd: dataEnd)
    offset = CountFile.head.count
    expected = summary.records
  }

  /// Reads blocks in memory.
  init(blocks: [[UInt8]], captionsBefore: Int) {
    source = .memory(blocks)
    summary = nil
    fileNumbers = nil
    self.captionsBefore = captionsBefore
  }

  /// Goes to the next record; false at the end.
  ///
  /// - Throws: `FileError`, or `ConceptError.badCounts` for bytes that are no records in order.
  func advance() throws -> Bool {
    while block.isAtEnd {
      guard let bytes = try nextBlock() else {
        if let expected, expected != read { throw bad("\(expected) records", "\(read)") }
        return false
      }
      block = CountBlockDecoder(bytes)
    }
    guard let record = block.record(&key) else { throw bad("a record", "other bytes") }
    self.record = record
    read += 1
    self.record.example?.place.ordinal += captionsBefore
    guard let numbers = fileNumbers, let place = record.example?.place else { return true }
    guard place.file < numbers.count else {
      throw bad("an example of \(numbers.count) files", "one of file \(place.file)")
    }
    self.record.example?.place.file = numbers[place.file]
    return true
  }

  private func bad(_ expected: String, _ found: String) -> ConceptError {
    guard case .file(let file, _) = source else {
      preconditionFailure("counts in memory are whole")
    }
    return .badCounts(path: file.path, expected: expected, found: found)
  }

  private func nextBlock() throws -> [UInt8]? {
    switch source {
    case .memory(let blocks):
      guard offset < blocks.count else { return nil }
      offset += 1
      return blocks[offset - 1]
    case .file(let file, let dataEnd):
      guard offset + 8 <= dataEnd else { throw bad("a block", "the trailer") }
      let sizes = LittleEndianColumn.values(
        of: try file.read(count: 8, at: offset)[...], as: UInt32.self)
      let (plain, stored) = (Int(sizes[0]), Int(sizes[1]))
      offset += 8
      if plain == 0, stored == 0 {
        guard offset == dataEnd else { throw bad("the trailer", "other bytes") }
        return nil
      }
      guard plain <= CountFile.blockBytesMax,
        stored <= min(CountFile.blockBytesMax, dataEnd - offset)
      else { throw bad("a block of at most \(CountFile.blockBytesMax) bytes", "\(stored)") }
      let frame = try file.read(count: stored, at: offset)
      offset += stored
      do {
        return try ZstdFrame.content(of: frame[...], contentSize: plain)
      } catch {
        throw bad("a whole block", "\(error)")
      }
    }
  }
}
