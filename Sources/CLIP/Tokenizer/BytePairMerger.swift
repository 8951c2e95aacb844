/// Merges the symbols of one word by rank, lowest first, leftmost first.
///
/// The method is that of Sennrich, Haddow and Birch, 2016.
struct BytePairMerger: Sendable {
  /// What a pair of neighbours becomes.
  struct Merge: Sendable {
    var rank: Int32
    var id: Int32
  }

  /// Merges by pair: first id in the upper, second in the lower 32 bits.
  let merges: [UInt64: Merge]

  /// Words of more symbols go through a heap: quadratic time on a word of a megabyte would hang.
  static let shortSymbolsMax = 48

  /// The key of a pair.
  static func key(_ first: Int32, _ second: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
  }

  /// Merges `symbols` in place.
  func merge(_ symbols: inout [Int32]) {
    if symbols.count <= Self.shortSymbolsMax {
      mergeByScan(&symbols)
    } else {
      symbols = mergeByHeap(symbols)
    }
  }

  /// Looks at all pairs for each merge: fastest for words of usual length.
  func mergeByScan(_ symbols: inout [Int32]) {
    while symbols.count > 1 {
      var best: (at: Int, merge: Merge)?
      for index in 0..<(symbols.count - 1) {
        guard let merge = merges[Self.key(symbols[index], symbols[index + 1])] else { continue }
        if let found = best, found.merge.rank <= merge.rank { continue }
        best = (index, merge)
      }
      guard let best else { return }
      symbols[best.at] = best.merge.id
      symbols.remove(at: best.at + 1)
    }
  }

  /// Keeps candidate pairs in a heap and symbols in a linked list: `n log n`.
  func mergeByHeap(_ symbols: [Int32]) -> [Int32] {
    var ids = symbols
    var following = (1...symbols.count).map { $0 < symbols.count ? $0 : -1 }
    var preceding = (0..<symbols.count).map { $0 - 1 }
    var heap = CandidateHeap()
    func push(_ at: Int, _ heap: inout CandidateHeap) {
      guard at >= 0, following[at] >= 0,
        let merge = merges[Self.key(ids[at], ids[following[at]])]
      else { return }
      heap.push(
        CandidateHeap.Candidate(
          rank: merge.rank, at: at, first: ids[at], second: ids[following[at]], id: merge.id))
    }
    for at in symbols.indices { push(at, &heap) }
    while let candidate = heap.pop() {
      let at = candidate.at
      let next = following[at]
      // A merge nearby may have changed either symbol since the candidate was pushed.
      guard ids[at] == candidate.first, next >= 0, ids[next] == candidate.second else { continue }
      ids[at] = candidate.id
      ids[next] = -1
      following[at] = following[next]
      if following[next] >= 0 { preceding[following[next]] = at }
      push(preceding[at], &heap)
      push(at, &heap)
    }
    return ids.filter { $0 >= 0 }
  }
}

/// A binary heap of candidate pairs: lowest rank first, then leftmost.
struct CandidateHeap {
  /// A pair that could be merged.
  struct Candidate {
    var rank: Int32
    var at: Int
    var first: Int32
    var second: Int32
    var id: Int32
  }

  private var items: [Candidate] = []

  private static func precedes(_ left: Candidate, _ right: Candidate) -> Bool {
    left.rank != right.rank ? left.rank < right.rank : left.at < right.at
  }

  /// Adds a candidate.
  mutating func push(_ candidate: Candidate) {
    items.append(candidate)
    var child = items.count - 1
    while child > 0, Self.precedes(items[child], items[(child - 1) / 2]) {
      items.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// Takes the first candidate.
  mutating func pop() -> Candidate? {
    guard let first = items.first, let last = items.popLast() else { return nil }
    guard !items.isEmpty else { return first }
    items[0] = last
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < items.count else { break }
      if child + 1 < items.count, Self.precedes(items[child + 1], items[child]) { child += 1 }
      guard Self.precedes(items[child], items[parent]) else { break }
      items.swapAt(child, parent)
      parent = child
    }
    return first
  }
}
