import CLIP
import Codecs
import Foundation
import Testing

@testable import Benchmarks

struct RandomCheckpointTests {
  @Test func `noise has mean 0 and deviation 1 and repeats for a name and seed`() {
    var stream = NoiseStream("a", seed: 1)
    let values = (0..<200_000).map { _ in Double(stream.next()) }
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    #expect(abs(mean) < 0.01)
    #expect(abs(variance - 1) < 0.01)
    var (again, named, seeded) = (
      NoiseStream("a", seed: 1), NoiseStream("b", seed: 1), NoiseStream("a", seed: 2)
    )
    let first = Float(values[0])
    #expect(again.next() == first)
    #expect(named.next() != first)
    #expect(seeded.next() != first)
  }

  @Test(arguments: Architecture.allCases)
  func `an architecture has the published number of parameters`(_ architecture: Architecture) {
    // open_clip's models/*.json profiles, in millions; batch norms' statistics are no parameters.
    let published: [Architecture: Double] = [
      .vitB32: 151.28, .vitB16: 149.62, .vitL14: 427.62, .rn50: 102.01,
    ]
    let count = architecture.tensors.filter { !$0.name.contains("running_") }
      .reduce(0) { $0 + $1.count }
    #expect(abs(Double(count) / 1e6 - (published[architecture] ?? 0)) < 0.006)
    #expect(Set(architecture.tensors.map(\.name)).count == architecture.tensors.count)
  }

  @Test func `a spread is the middle and the ends of any order`() {
    #expect(Spread([3, 1, 2]) == Spread([2, 3, 1]))
    #expect(Spread([3, 1, 2]).median == 2)
    #expect(Spread([4, 1, 2, 3]).median == 2.5)
    #expect(Spread([5]).min == 5 && Spread([5]).max == 5)
    #expect(Spread([7, -1, 3]).min == -1 && Spread([7, -1, 3]).max == 7)
  }

  @Test func `every lane runs once`() {
    for count in [1, 2, 5] {
      let seen = LockedCounts(count)
      Lanes(count).run { seen.add($0) }
      #expect(seen.counts == Array(repeating: 1, count: count))
    }
  }
}
