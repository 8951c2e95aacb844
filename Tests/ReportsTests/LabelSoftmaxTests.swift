import Foundation
import Records
import Testing

@testable import Reports

struct LabelSoftmaxTests {
  /// A pool's cosines, and the record that keeps the first `kept` of them at a temperature.
  private func record(
    _ cosines: [Double], kept: Int, temperature: Double = 0.05
  ) -> LabelRecord {
    let sorted = cosines.sorted(by: >)
    let sum = sorted.reduce(0) { $0 + exp($1 / temperature) }
    return LabelRecord(
      imageID: 1, key: ImageKey("a"), conceptsPerRegion: kept,
      conceptIDs: (0..<kept).map { UInt32($0) }, cosines: sorted.prefix(kept).map { Float($0) },
      logSumExp: [Float(log(sum))], maxProbability: [Float(exp(sorted[0] / temperature) / sum)],
      imageLabels: [], classBoxes: [])
  }

  private func probabilities(_ cosines: [Double], at temperature: Double) -> [Double] {
    let values = cosines.sorted(by: >).map { exp($0 / temperature) }
    let sum = values.reduce(0, +)
    return values.map { $0 / sum }
  }

  @Test func `residual and bounds hold for random pools, at the temperature in force and others`() {
    var random = SplitMix(seed: 3)
    for round in 0..<200 {
      let size = 6 + Int(random.next() % 40)
      let kept = 1 + round % 6
      let cosines = (0..<size).map { _ in Double(random.unit()) * 0.4 }
      let labels = record(cosines, kept: kept)
      let softmax = LabelSoftmax(labels: labels, region: 0, poolSize: size, temperature: 0.05)
      let exact = probabilities(cosines, at: 0.05)
      #expect(abs(softmax.residual - exact.dropFirst(kept).reduce(0, +)) < 1e-5)
      let entropy = exact.reduce(0) { $0 - $1 * log2($1) }
      #expect(softmax.entropyBits <= entropy + 1e-4)
      #expect(softmax.entropyBitsMax >= entropy - 1e-4)
      for temperature in [0.01, 0.025, 0.05, 0.1, 0.3] {
        let range = softmax.firstProbability(at: temperature)
        let first = probabilities(cosines, at: temperature)[0]
        #expect(range.lowerBound <= first * (1 + 1e-4) && first <= range.upperBound * (1 + 1e-4))
        if temperature == 0.05 {
          #expect(range.upperBound - range.lowerBound < 1e-9)
          #expect(abs(range.lowerBound - first) < 1e-5)
        }
      }
    }
  }

  @Test func `bounds hold where single precision hides the rest of a confident region`() {
    var random = SplitMix(seed: 5)
    var outside = 0
    var width = 0.0
    for _ in 0..<300 {
      // One concept far above 149 others, as a good teacher's regions have it.
      let others = (0..<149).map { _ in 0.1 + Double(random.unit()) * 0.12 }
      let cosines = [0.3 + Double(random.unit()) * 0.2] + others
      let softmax = LabelSoftmax(
        labels: record(cosines, kept: 5, temperature: 0.01), region: 0, poolSize: 150,
        temperature: 0.01)
      for temperature in [0.005, 0.015, 0.02, 0.03, 0.04] {
        let range = softmax.firstProbability(at: temperature)
        let first = probabilities(cosines, at: temperature)[0]
        if first < range.lowerBound - 1e-4 || first > range.upperBound + 1e-4 { outside += 1 }
        width += range.upperBound - range.lowerBound
      }
    }
    #expect(outside == 0)
    #expect(width / 1500 < 0.25, "bounds that say something")
  }

  @Test func `with the whole pool stored every temperature is exact`() {
    let cosines = [0.31, 0.30, 0.21, 0.05]
    let softmax = LabelSoftmax(
      labels: record(cosines, kept: 4), region: 0, poolSize: 4, temperature: 0.05)
    #expect(softmax.residual == 0)
    for temperature in [0.01, 0.05, 0.2] {
      let range = softmax.firstProbability(at: temperature)
      #expect(range.lowerBound == range.upperBound)
      #expect(abs(range.lowerBound - probabilities(cosines, at: temperature)[0]) < 1e-5)
    }
  }

  @Test func `calibration is that of bins counted by hand`() throws {
    var bins = ReliabilityBins()
    // Two bins: 0.1 wrong and 0.12 right, and 1 right, the last bin's right edge.
    bins.add(0.11, isRight: false)
    bins.add(0.13, isRight: true)
    bins.add(1, isRight: true)
    #expect(bins.labels[2] == Proportion(hits: 1, total: 2))
    #expect(bins.labels[19] == Proportion(hits: 1, total: 1))
    let error = try #require(bins.expectedError)
    let score = try #require(bins.brierScore)
    let expectedError: Double = 2.0 / 3 * 0.38
    let expectedScore: Double = (0.11 * 0.11 + 0.87 * 0.87) / 3
    #expect(abs(error - expectedError) < 1e-12)
    #expect(abs(score - expectedScore) < 1e-12)
    #expect(ReliabilityBins().expectedError == nil && ReliabilityBins().mean == nil)
  }
}
