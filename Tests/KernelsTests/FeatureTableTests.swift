import Testing

@testable import Kernels

struct FeatureTableTests {
  /// SplitMix64, for features and weights.
  private struct Numbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return z ^ (z >> 31)
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 17, 31, 32])
  func `sums are those of a dictionary of rows`(classes: Int) throws {
    var numbers = Numbers(state: UInt64(classes))
    var table = FeatureTable(classes: classes)
    var rows: [UInt64: [Int16]] = [:]
    let features = (0..<3_000).map { _ in numbers.next() }
    for feature in features.prefix(2_000) {
      let row = table.insert(feature)
      #expect(table.insert(feature) == row)
      for index in 0..<classes {
        let weight = Int16.random(in: -300...300, using: &numbers)
        table.add(weight, row: row, class: index)
        rows[feature, default: Array(repeating: 0, count: classes)][index] += weight
      }
    }
    #expect(table.count == rows.count)
    let stored = FeatureTable(classes: classes, slots: table.slots, weights: table.weights)
    for count in [0, 1, 2, 41, 64] {
      let chosen = (0..<64).map { _ in features.randomElement(using: &numbers) ?? 0 }
      var expected = [Int16](repeating: 0, count: classes)
      for feature in chosen.prefix(count) {
        for (index, weight) in (rows[feature] ?? []).enumerated() { expected[index] &+= weight }
      }
      for table in [table, stored] {
        let sums = try #require(table).sums(chosen.span, count: count)
        #expect((0..<classes).map { sums[$0] } == expected)
        guard classes <= FeatureTable.FewSums.scalarCount else { continue }
        let few = try #require(table).fewSums(chosen.span, count: count)
        #expect((0..<classes).map { few[$0] } == expected)
      }
    }
  }

  @Test func `a crowded table gives the sums of a dictionary too`() throws {
    // Features that begin their search at one of four slots, the last and the first among them.
    var numbers = Numbers(state: 7)
    var table = FeatureTable(classes: 2)
    var rows: [UInt64: Int16] = [:]
    let features = (0..<600).map { _ in
      ([0, 1, 1_022, 1_023].randomElement(using: &numbers) ?? 0) << 32 | (numbers.next() >> 32)
    }
    for feature in features.prefix(300) where rows[feature] == nil {
      let weight = Int16.random(in: 1...99, using: &numbers)
      table.add(weight, row: table.insert(feature), class: 1)
      rows[feature] = weight
    }
    let stored = try #require(
      FeatureTable(classes: 2, slots: table.slots, weights: table.weights))
    for feature in features {
      #expect(stored.fewSums([feature].span, count: 1)[1] == rows[feature, default: 0])
      #expect(table.fewSums([feature].span, count: 1)[1] == rows[feature, default: 0])
    }
    #expect(FeatureTable(classes: 2, slots: table.slots, weights: table.weights) == stored)
    // A table that is stored again is the same: its rows lie in the order of its slots.
    #expect(FeatureTable(classes: 2, slots: stored.slots, weights: stored.weights) == stored)
  }

  @Test(arguments: [2, 4, 17, 32])
  func `sums of many lists at once are those of each list`(classes: Int) throws {
    var numbers = Numbers(state: 40 + UInt64(classes))
    var table = FeatureTable(classes: classes)
    let features = (0..<4_000).map { _ in numbers.next() }
    for feature in features.prefix(2_500) {
      let row = table.insert(feature)
      for index in 0..<classes {
        table.add(Int16.random(in: -300...300, using: &numbers), row: row, class: index)
      }
    }
    let stored = try #require(
      FeatureTable(classes: classes, slots: table.slots, weights: table.weights))
    for lists in [0, 1, 2, 9, 70] {
      var chosen: [UInt64] = []
      var ends: [UInt32] = []
      for _ in 0..<lists {
        // Some lists are empty, and all together fill more than a block.
        for _ in 0..<Int.random(in: 0...41, using: &numbers) {
          chosen.append(features.randomElement(using: &numbers) ?? 0)
        }
        ends.append(UInt32(chosen.count))
      }
      for table in [table, stored] {
        var sums: [FeatureTable.Sums] = []
        var few: [FeatureTable.FewSums] = []
        if classes > 4 {
          table.sums(chosen.span, ends: ends.span, into: &sums)
        } else {
          table.fewSums(chosen.span, ends: ends.span, into: &few)
        }
        var start = 0
        for (list, end) in ends.enumerated() {
          let own = Array(chosen[start..<Int(end)])
          let expected = table.sums(own.span, count: own.count)
          for index in 0..<classes {
            let found = classes > 4 ? sums[list][index] : few[list][index]
            #expect(found == expected[index], "list \(list), class \(index)")
          }
          start = Int(end)
        }
      }
    }
  }

  @Test(arguments: [1, 2, 17, 32])
  func `the largest sum is the first of equals`(classes: Int) {
    var numbers = Numbers(state: UInt64(classes))
    for _ in 0..<500 {
      var sums = FeatureTable.Sums()
      for index in 0..<32 { sums[index] = Int16.random(in: -3...3, using: &numbers) }
      let known = (0..<classes).map { sums[$0] }
      #expect(
        FeatureTable.largest(of: sums, classes: classes)
          == known.firstIndex(of: known.max() ?? 0))
    }
  }

  @Test func `parts that do not fit together are refused`() {
    let weights = [Int16](repeating: 0, count: 3 + 32)
    #expect(FeatureTable(classes: 3, slots: [0, 1], weights: weights) != nil)
    #expect(FeatureTable(classes: 3, slots: [0, 2], weights: weights) == nil)
    #expect(FeatureTable(classes: 3, slots: [1, 1], weights: weights) == nil)
    #expect(FeatureTable(classes: 3, slots: [0, 0, 0], weights: weights) == nil)
    #expect(FeatureTable(classes: 3, slots: [0, 1], weights: Array(weights.dropLast())) == nil)
    #expect(FeatureTable(classes: 0, slots: [0, 1], weights: weights) == nil)
    #expect(FeatureTable(classes: 33, slots: [0, 1], weights: weights) == nil)
  }
}
