import Foundation
import Kernels
import Pairing
import Records
import Testing

struct RegionPairingTests {
  private func record(_ embeddings: [[Float16]]) -> RegionRecord {
    let count = embeddings.count - 1
    return RegionRecord(
      imageID: 5, key: ImageKey("a.jpg"), width: 10, height: 10, digest: [],
      boxes: (0..<count).map { Box(x: Float($0), y: 0, width: 2, height: 2) },
      scores: Array(repeating: 0.5, count: count), logits: Array(repeating: 0, count: count),
      sources: Array(repeating: 0, count: count), embeddingSize: embeddings[0].count,
      embeddings: embeddings.flatMap(\.self))
  }

  private let pool = Matrix(columns: 2, rows: [[1, 0], [0, 2], [3, 3], [0, 1]])

  @Test func `regions meet the pool by cosine, whatever the lengths`() {
    let pairing = RegionPairing(concepts: pool, count: 3, temperature: 0.5, classBoxes: nil)
    let labels = pairing.label(record([[0, 4], [2, 0], [9, 9]]), imageLabels: [])
    #expect(labels.conceptsPerRegion == 3)
    #expect(labels.conceptIDs == [1, 3, 2, 0, 2, 1], "ties go to the lower id")
    let half = Float(0.5).squareRoot()
    for (found, expected) in zip(labels.cosines, [1, 1, half, 1, half, 0]) {
      #expect(abs(found - expected) < 1e-6)
    }
  }

  @Test func `log-sum-exp and the largest probability are over the whole pool`() {
    let pairing = RegionPairing(concepts: pool, count: 1, temperature: 0.5, classBoxes: nil)
    let labels = pairing.label(record([[1, 0], [1, 1]]), imageLabels: [])
    let sum = exp(2.0) + exp(0.0) + exp(2 * 0.5.squareRoot()) + exp(0.0)
    #expect(abs(Double(labels.logSumExp[0]) - log(sum)) < 1e-5)
    #expect(abs(Double(labels.maxProbability[0]) - exp(2.0) / sum) < 1e-6)
  }

  @Test func `boxes are chosen for the labels of the captions, each label once`() {
    let chooser = ClassBoxChooser(perLabel: 1, rule: .similarity, scoreMin: 0)
    let pairing = RegionPairing(concepts: pool, count: 1, temperature: 0.5, classBoxes: chooser)
    let named = [
      ImageLabel(conceptID: 1, caption: 0, start: 0, end: 3),
      ImageLabel(conceptID: 0, caption: 0, start: 5, end: 8),
      ImageLabel(conceptID: 1, caption: 1, start: 2, end: 5),
    ]
    let labels = pairing.label(record([[0, 1], [1, 0], [1, 1]]), imageLabels: named)
    #expect(labels.imageLabels == named)
    #expect(labels.classBoxes.map(\.conceptID) == [0, 1])
    #expect(labels.classBoxes.map(\.region) == [1, 0])
  }

  @Test func `a rejected image gets a record without regions`() {
    let rejected = RegionRecord(
      imageID: 1, key: ImageKey("bad.jpg"), digest: [], rejection: Rejection(.emptyFile, "0 bytes"))
    let pairing = RegionPairing(concepts: pool, count: 2, temperature: 0.01, classBoxes: nil)
    let labels = pairing.label(rejected, imageLabels: [])
    #expect(labels.conceptIDs.isEmpty && labels.logSumExp.isEmpty && labels.classBoxes.isEmpty)
  }
}
