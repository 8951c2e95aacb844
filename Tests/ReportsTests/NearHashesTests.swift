import Testing

@testable import Reports

struct NearHashesTests {
  /// Hashes in clusters: some equal, some a few bits apart, some unrelated.
  private func hashes(_ count: Int, seed: UInt64) -> [UInt64] {
    var random = SplitMix(seed: seed)
    var result: [UInt64] = []
    while result.count < count {
      let base = random.next()
      result.append(base)
      for _ in 0..<(random.next() % 4) {
        var near = base
        for _ in 0..<(random.next() % 9) { near ^= 1 << (random.next() % 64) }
        result.append(near)
      }
    }
    return result
  }

  @Test(arguments: [0, 1, 3, 4, 7, 15])
  func `pairs are those that comparing all with all finds`(distance: Int) {
    for seed in 0..<4 {
      let hashes = hashes(220, seed: UInt64(seed))
      var expected: Set<[Int]> = []
      for left in hashes.indices {
        for right in (left + 1)..<max(hashes.count, left + 1)
        where (hashes[left] ^ hashes[right]).nonzeroBitCount <= distance {
          expected.insert([left, right])
        }
      }
      var found: Set<[Int]> = []
      NearHashes(hashes, distanceMax: distance).forEachPair { found.insert([$0, $1].sorted()) }
      #expect(found == expected)
      #expect(distance == 0 || !expected.isEmpty)
    }
  }

  @Test func `the nearest of a query is the lowest of the nearest within the distance`() {
    let hashes = hashes(300, seed: 9)
    let queries = hashes.prefix(60).map { $0 ^ 0b101 } + self.hashes(20, seed: 77)
    let found = NearHashes(hashes, distanceMax: 4).nearest(to: queries)
    for (query, found) in zip(queries, found) {
      let distances = hashes.map { ($0 ^ query).nonzeroBitCount }
      let best = distances.min() ?? 65
      guard best <= 4 else {
        #expect(found == nil)
        continue
      }
      #expect(found?.distance == best && found?.place == distances.firstIndex(of: best))
    }
  }

  @Test func `joined elements share the lowest element as root`() {
    var random = SplitMix(seed: 5)
    var sets = DisjointSets(count: 60)
    var labels = Array(0..<60)
    for _ in 0..<45 {
      let (a, b) = (Int(random.next() % 60), Int(random.next() % 60))
      sets.join(a, b)
      let (low, high) = (min(labels[a], labels[b]), max(labels[a], labels[b]))
      for place in labels.indices where labels[place] == high { labels[place] = low }
      for place in labels.indices { #expect(sets.root(of: place) == labels[place]) }
    }
  }
}
