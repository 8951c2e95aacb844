import Codecs

/// The records of a `RecordSorter` in order.
struct SortedRecords {
  enum Storage {
    /// Records in one array, and where each of them lies, in order.
    case memory([UInt8], [Range<Int>])
    /// Sorted runs of packed blocks in a file.
    case runs(RandomAccessFile, [Range<Int>])
  }

  let storage: Storage

  /// A reader at the first record.
  func reader() throws -> Reader {
    switch storage {
    case .memory(let bytes, let places): return Reader(memory: bytes, places)
    case .runs(let file, let runs): return try Reader(merging: runs.map { RunReader(file, $0) })
    }
  }

  /// Goes through the records once.
  struct Reader {
    private var memory: [UInt8] = []
    private var places: [Range<Int>] = []
    private var next = 0
    /// A binary heap of runs by their current record.
    private var heap: [RunReader] = []

    fileprivate init(memory: [UInt8], _ places: [Range<Int>]) {
      self.memory = memory
      self.places = places
    }

    fileprivate init(merging runs: [RunReader]) throws {
      for var run in runs where try run.advance() { heap.append(run) }
      for parent in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sift(parent) }
    }

    /// The next record; `nil` at the end.
    mutating func record() throws -> [UInt8]? {
      if heap.isEmpty {
        guard next < places.count else { return nil }
        next += 1
        return Array(memory[places[next - 1]])
      }
      let record = heap[0].record
      if try !heap[0].advance() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
      }
      sift(0)
      return record
    }

    private mutating func sift(_ start: Int) {
      var parent = start
      while true {
        var least = parent
        for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
          if heap[child].record.lexicographicallyPrecedes(heap[least].record) { least = child }
        }
        guard least != parent else { return }
        heap.swapAt(parent, least)
        parent = least
      }
    }
  }
}

/// One sorted run, a block at a time.
private struct RunReader {
  private let file: RandomAccessFile
  private var rest: Range<Int>
  private var block = ListDecoder([])
  private(set) var record: [UInt8] = []

  init(_ file: RandomAccessFile, _ range: Range<Int>) {
    self.file = file
    rest = range
  }

  mutating func advance() throws -> Bool {
    if block.isAtEnd {
      guard !rest.isEmpty else { return false }
      let sizes = LittleEndianColumn.values(
        of: try file.read(count: 8, at: rest.lowerBound)[...], as: UInt32.self)
      let frame = try file.read(count: Int(sizes[1]), at: rest.lowerBound + 8)
      rest = rest.lowerBound + 8 + frame.count..<rest.upperBound
      block = ListDecoder(try ZstdFrame.content(of: frame[...], contentSize: Int(sizes[0])))
    }
    guard let next = block.bytes() else { preconditionFailure("our own blocks hold records") }
    record = next
    return true
  }
}
