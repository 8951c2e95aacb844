import Foundation
import Kernels
import Pairing
import Records
import Testing

struct LargePoolTests {
  /// A seeded stream of numbers in -1..<1.
  private struct Noise {
    var state: UInt64

    mutating func next() -> Float {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(state >> 40) / Float(1 << 23) - 1
    }
  }

  @Test func `a hundred thousand concepts are searched exactly, ties to the lower id`() {
    let (count, size, top) = (100_000, 8, 12)
    var noise = Noise(state: 42)
    var values = (0..<count * size).map { _ in noise.next() }
    // Every 9,973rd concept is the first again, at another length: equal cosines across blocks.
    for copy in stride(from: 9_973, to: count, by: 9_973) {
      for column in 0..<size { values[copy * size + column] = values[column] * 2 }
    }
    let pool = Matrix(rows: count, columns: size, values: values)
    var regions: [[Float16]] = (0..<4).map { _ in (0..<size).map { _ in Float16(noise.next()) } }
    regions[0] = (0..<size).map { Float16(values[$0]) }
    let record = RegionRecord(
      imageID: 1, key: ImageKey("a.jpg"), width: 9, height: 9, digest: [],
      boxes: (0..<3).map { Box(x: Float($0), y: 0, width: 2, height: 2) },
      scores: [0.9, 0.8, 0.7], logits: [0, 0, 0], sources: [0, 0, 0], embeddingSize: size,
      embeddings: regions.flatMap(\.self))
    let labels = RegionPairing(
      concepts: pool, count: top, temperature: 0.01, classBoxes: nil
    ).label(record, imageLabels: [])
    let unit = pool.normalizedRows().values.map(Double.init)
    for region in 0..<3 {
      let own = regions[region].map(Double.init)
      let length = own.reduce(0) { $0 + $1 * $1 }.squareRoot()
      var cosines = [Double](repeating: 0, count: count)
      for concept in 0..<count {
        for column in 0..<size {
          cosines[concept] += unit[concept * size + column] * own[column] / length
        }
      }
      let best = cosines.max() ?? 0
      let sum = cosines.reduce(0) { $0 + exp(($1 - best) / 0.01) }
      #expect(abs(Double(labels.logSumExp[region]) - (best / 0.01 + log(sum))) < 2e-3)
      #expect(abs(Double(labels.maxProbability[region]) * sum - 1) < 2e-3)
      let found = region * top..<(region + 1) * top
      let kept = Set(labels.conceptIDs[found].map { Int($0) })
      let least = Double(labels.cosines[found].last ?? 0)
      #expect(kept.count == top)
      for concept in 0..<count where cosines[concept] > least + 1e-6 {
        #expect(kept.contains(concept), "concept \(concept) of region \(region)")
      }
    }
    let copies = stride(from: 0, to: count, by: 9_973).map { UInt32($0) }
    #expect(Array(labels.conceptIDs.prefix(copies.count)) == copies, "ties go to the lower id")
  }

  @Test func `a pool of one concept gives it everything`() {
    let record = RegionRecord(
      imageID: 1, key: ImageKey("a.jpg"), width: 9, height: 9, digest: [],
      boxes: [Box(x: 0, y: 0, width: 2, height: 2)], scores: [0.9], logits: [0], sources: [0],
      embeddingSize: 2, embeddings: [1, -2, 0, 1])
    let pool = Matrix(columns: 2, rows: [[3, 4]])
    let labels = RegionPairing(concepts: pool, count: 5, temperature: 0.01, classBoxes: nil)
      .label(record, imageLabels: [])
    #expect(labels.conceptsPerRegion == 1 && labels.conceptIDs == [0])
    #expect(labels.maxProbability == [1])
    #expect(abs(labels.logSumExp[0] - labels.cosines[0] / 0.01) < 1e-3)
  }
}
