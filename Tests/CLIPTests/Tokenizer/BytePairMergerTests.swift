import Testing

@testable import CLIP

struct BytePairMergerTests {
  /// A random merge table in which each merge is ranked after those that made its parts, as in every
  /// learned vocabulary.
  private func merger(_ generator: inout SeededGenerator) -> BytePairMerger {
    var merges: [UInt64: BytePairMerger.Merge] = [:]
    var ids: [Int32] = [0, 1, 2]
    for rank in 0..<20 {
      let first = ids.randomElement(using: &generator) ?? 0
      let second = ids.randomElement(using: &generator) ?? 0
      let key = BytePairMerger.key(first, second)
      guard merges[key] == nil else { continue }
      let id = Int32(ids.count)
      merges[key] = BytePairMerger.Merge(rank: Int32(rank), id: id)
      ids.append(id)
    }
    return BytePairMerger(merges: merges)
  }

  @Test func `the heap merges as the scan does`() {
    var generator = SeededGenerator(seed: 1)
    for round in 0..<400 {
      let merger = merger(&generator)
      let count = Int.random(in: 1...120, using: &generator)
      let word = (0..<count).map { _ in Int32.random(in: 0..<3, using: &generator) }
      var scanned = word
      merger.mergeByScan(&scanned)
      #expect(merger.mergeByHeap(word) == scanned, "round \(round): \(word)")
    }
  }
}
