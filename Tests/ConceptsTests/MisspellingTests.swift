import Testing

@testable import Concepts

struct MisspellingTests {
  /// Optimal string alignment distance, by its recurrence.
  private func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var rows = Array(repeating: Array(repeating: 0, count: right.count + 1), count: left.count + 1)
    for i in 0...left.count { rows[i][0] = i }
    for j in 0...right.count { rows[0][j] = j }
    for i in 0..<left.count {
      for j in 0..<right.count {
        var best = min(
          rows[i][j + 1] + 1, rows[i + 1][j] + 1, rows[i][j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          best = min(best, rows[i - 1][j - 1] + 1)
        }
        rows[i + 1][j + 1] = best
      }
    }
    return rows[left.count][right.count]
  }

  @Test func `one edit is a distance of one, for all short words of two letters`() {
    var words: [[UInt8]] = [[]]
    var last: [[UInt8]] = [[]]
    for _ in 0..<5 {
      last = last.flatMap { [$0 + [0x61], $0 + [0x62]] }
      words += last
    }
    for left in words {
      for right in words {
        #expect(
          MisspellingFinder.isOneEdit(left, right) == (distance(left, right) == 1),
          "\(left) \(right)")
      }
    }
  }

  @Test func `an unknown word near a concept a hundred times as frequent is reported`() {
    var finder = MisspellingFinder()
    for (word, count) in [
      ("girafe", 3), ("zebraa", 4), ("girraffe", 2), ("zzzzzz", 9), ("frisbe", 50),
    ] {
      finder.add(word, count)
    }
    let found = finder.findings([("giraffe", 390), ("frisbee", 400), ("zebra", 399)])
    #expect(found.map(\.word) == ["girafe", "girraffe"])
    #expect(found.map(\.suggestion) == ["giraffe", "giraffe"])
  }
}
