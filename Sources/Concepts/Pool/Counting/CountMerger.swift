/// Merges sorted counts: records of one key become their sum.
///
/// A binary heap of readers; memory is one block of each.
struct CountMerger {
  private var heap: [CountReader] = []
  /// The key of the current record.
  private(set) var key: [UInt8] = []
  /// The current record.
  private(set) var record = CountRecord()

  /// Starts at the first record of each reader.
  init(_ readers: [CountReader]) throws {
    for reader in readers where try reader.advance() { heap.append(reader) }
    for place in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(place) }
  }

  /// Goes to the next key; false at the end.
  mutating func advance() throws -> Bool {
    guard let first = heap.first else { return false }
    key.removeAll(keepingCapacity: true)
    key.append(contentsOf: first.key)
    record = first.record
    try pop()
    while let next = heap.first, next.key == key {
      record.add(next.record)
      try pop()
    }
    return true
  }

  private mutating func pop() throws {
    if try !heap[0].advance() {
      let last = heap.removeLast()
      if heap.isEmpty { return }
      heap[0] = last
    }
    sink(0)
  }

  private mutating func sink(_ start: Int) {
    var place = start
    while true {
      let left = 2 * place + 1
      guard left < heap.count else { return }
      var least = left
      if left + 1 < heap.count, Self.precedes(heap[left + 1].key, heap[left].key) {
        least = left + 1
      }
      guard Self.precedes(heap[least].key, heap[place].key) else { return }
      heap.swapAt(place, least)
      place = least
    }
  }

  private static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    let limit = min(left.count, right.count)
    var place = 0
    while place < limit {
      if left[place] != right[place] { return left[place] < right[place] }
      place += 1
    }
    return left.count < right.count
  }
}

extension CountMerger {
  /// The facet that the current record holds; `nil` when its key is none.
  var tag: CountKey.Tag? {
    guard let end = CountKey.nameEnd(of: key) else { return nil }
    return CountKey.Tag(rawValue: key[end + 1])
  }
}
