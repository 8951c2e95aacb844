import Foundation
import Kernels
import Testing

struct CosineTopKTests {
  @Test(arguments: levels)
  func `Nearest concepts are those of a full sort`(level: KernelLevel) {
    for (concepts, k) in [(1, 1), (3, 5), (17, 4), (512, 3), (513, 8), (1300, 40)] {
      let pool = random(concepts, 24, seed: UInt64(concepts))
      let regions = random(7, 24, seed: 2)
      let index = CosineTopK(concepts: pool, count: k, temperature: 0.01, level: level)
      let result = index.nearest(to: regions)
      let kept = min(k, concepts)
      #expect(result.conceptsPerRegion == kept)
      let cosines = PackedWeights(pool.normalizedRows(), level: level)
        .product(regions.normalizedRows())
      for row in 0..<7 {
        let ranked = cosines.row(row).enumerated().sorted {
          ($1.element, $0.offset) < ($0.element, $1.offset)
        }
        let found = row * kept..<(row + 1) * kept
        #expect(
          Array(result.conceptIDs[found]) == ranked.prefix(kept).map { UInt32($0.offset) },
          "\(concepts) concepts, row \(row)")
        for (cosine, expected) in zip(result.cosines[found], ranked) {
          #expect(abs(cosine - expected.element) < 1e-6)
        }
      }
    }
  }

  @Test(arguments: levels)
  func `Statistics cover the whole pool`(level: KernelLevel) {
    let pool = random(1500, 16, seed: 3)
    let regions = random(9, 16, seed: 4)
    for temperature: Float in [0.01, 0.07, 1] {
      let result = CosineTopK(
        concepts: pool, count: 2, temperature: temperature, level: level
      ).nearest(to: regions)
      for row in 0..<9 {
        let logits = (0..<1500).map { concept in
          let dot = zip(regions.row(row), pool.row(concept))
            .reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
          let a = regions.row(row).reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
          let b = pool.row(concept).reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
          return dot / (a * b) / Double(temperature)
        }
        let largest = logits.max() ?? 0
        let sum = logits.reduce(0.0) { $0 + exp($1 - largest) }
        #expect(abs(Double(result.logSumExp[row]) - largest - log(sum)) < 1e-4)
        #expect(abs(Double(result.maxProbability[row]) * sum - 1) < 1e-4)
      }
    }
  }

  @Test(arguments: levels)
  func `Equal cosines go to the lower id, across blocks too`(level: KernelLevel) {
    var pool = Matrix(rows: 1200, columns: 8)
    for row in 0..<1200 { pool[row, row % 8] = 1 }
    var region = Matrix(rows: 1, columns: 8)
    region[0, 3] = 2
    let result = CosineTopK(concepts: pool, count: 70, level: level).nearest(to: region)
    let expected: [UInt32] = (0..<70).map { 3 + 8 * $0 }
    #expect(result.conceptIDs == expected)
    #expect(result.cosines.allSatisfy { $0 == 1 })
  }

  @Test func `A region without length has cosine 0 with everything`() {
    let pool = random(20, 8, seed: 6)
    var regions = Matrix(rows: 2, columns: 8)
    regions.setRow(1, to: [Float](repeating: .nan, count: 8)[...])
    let result = CosineTopK(concepts: pool, count: 3).nearest(to: regions)
    #expect(result.conceptIDs == [0, 1, 2, 0, 1, 2])
    #expect(result.cosines.allSatisfy { $0 == 0 })
    #expect(result.maxProbability.allSatisfy { abs($0 - 0.05) < 1e-6 })
  }

  @Test(arguments: levels.filter(\.hasOwnProduct))
  func `A region's result does not depend on its neighbours`(level: KernelLevel) {
    let index = CosineTopK(concepts: random(700, 32, seed: 8), count: 5, level: level)
    let regions = random(130, 32, seed: 9)
    let whole = index.nearest(to: regions)
    for row in [0, 1, 64, 119, 120, 129] {
      let alone = index.nearest(to: regions.rows(row..<row + 1))
      #expect(alone.cosines == Array(whole.cosines[row * 5..<row * 5 + 5]))
      #expect(alone.logSumExp == [whole.logSumExp[row]])
    }
  }
}
