import Foundation
import Testing

@testable import Reports

struct ConceptTallyTests {
  @Test func `Gini equals the mean difference of all pairs over twice the mean`() throws {
    var random = SplitMix(seed: 2)
    for size in 1...30 {
      let counts = (0..<size).map { _ in Int(random.next() % 50) }
      let total = counts.reduce(0, +)
      guard total > 0 else {
        #expect(ConceptTally.gini(counts) == nil)
        continue
      }
      var differences = 0.0
      for a in counts { for b in counts { differences += Double(abs(a - b)) } }
      let expected = differences / (2 * Double(size) * Double(total))
      #expect(abs(try #require(ConceptTally.gini(counts)) - expected) < 1e-12, "\(counts)")
    }
  }

  @Test func `entropy of equal counts is the logarithm of their number`() throws {
    for size in 1...64 {
      let counts = Array(repeating: 7, count: size) + [0, 0]
      let bits = try #require(ConceptTally.entropyBits(counts))
      #expect(abs(bits - log2(Double(size))) < 1e-12)
    }
    #expect(ConceptTally.entropyBits([0]) == nil)
  }

  @Test func `the long tail has its ends, descends, and stays short`() {
    for size in [1, 2, 3, 10, 500, 20_000] {
      let counts = (0..<size).map { $0 % 97 + 1 } + [0, 0, 0]
      let tail = ConceptTally.longTail(counts)
      #expect(tail.first?.rank == 1)
      #expect(tail.first?.frequency == counts.max())
      #expect(tail.last?.rank == size)
      #expect(tail.last?.frequency == 1)
      #expect(tail.count <= 300)
      for (left, right) in zip(tail, tail.dropFirst()) {
        #expect(left.rank < right.rank && left.frequency >= right.frequency)
      }
    }
    #expect(ConceptTally.longTail([0, 0]).isEmpty)
  }
}
