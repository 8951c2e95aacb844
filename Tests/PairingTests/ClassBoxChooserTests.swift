import Kernels
import Pairing
import Records
import Testing

struct ClassBoxChooserTests {
  /// Three regions: a strong small one, a weak large one, a middling one.
  private let record = RegionRecord(
    imageID: 1, key: ImageKey("a.jpg"), width: 100, height: 100, digest: [],
    boxes: [
      Box(x1: 0, y1: 0, x2: 10, y2: 10), Box(x1: 0, y1: 0, x2: 100, y2: 50),
      Box(x1: 5, y1: 5, x2: 25, y2: 25),
    ],
    scores: [0.9, 0.2, 0.5], logits: [0, 0, 0], sources: [0, 0, 0], embeddingSize: 0,
    embeddings: [])

  private func best(_ rule: ClassBoxRule, _ cosines: [Float]) -> [ClassBox] {
    ClassBoxChooser(perLabel: 1, rule: rule, scoreMin: -1).choose(
      labels: [7], record: record, cosines: Matrix(rows: 3, columns: 1, values: cosines))
  }

  @Test func `each rule ranks by its own measure`() {
    let cosines: [Float] = [-0.5, 0.3, 0.8]
    #expect(best(.similarity, cosines) == [ClassBox(conceptID: 7, region: 2, score: 0.8)])
    #expect(best(.score, cosines) == [ClassBox(conceptID: 7, region: 0, score: 0.9)])
    #expect(best(.product, cosines).map(\.region) == [2])
    #expect(best(.product, cosines).map(\.score) == [(0.5 * 0.8 as Float).squareRoot()])
    #expect(best(.maxSize, cosines) == [ClassBox(conceptID: 7, region: 1, score: 0.5)])
    #expect(best(.first, cosines) == [ClassBox(conceptID: 7, region: 0, score: 1)])
  }

  @Test func `equal scores go to the earlier region`() {
    #expect(best(.similarity, [0.4, 0.4, 0.4]).map(\.region) == [0])
  }

  @Test func `a label without a region above the least score has no box`() {
    let chooser = ClassBoxChooser(perLabel: 2, rule: .similarity, scoreMin: 0.5)
    let cosines = Matrix(columns: 2, rows: [[0.6, 0.1], [0.7, 0.2], [0.1, 0.4]])
    let boxes = chooser.choose(labels: [3, 9], record: record, cosines: cosines)
    #expect(boxes.map(\.conceptID) == [3, 3])
    #expect(boxes.map(\.region) == [1, 0])
  }

  @Test func `regions of a source that is left out are not chosen`() {
    var record = record
    record.sources = [1, 0, 0]
    func chosen(_ rule: ClassBoxRule, _ leftOut: Set<UInt8>) -> [Int] {
      ClassBoxChooser(perLabel: 3, rule: rule, scoreMin: -1, leavingOut: leftOut)
        .choose(
          labels: [7], record: record,
          cosines: Matrix(rows: 3, columns: 1, values: [0.9, 0.3, 0.8])
        ).map(\.region)
    }
    #expect(chosen(.similarity, []) == [0, 2, 1] && chosen(.similarity, [1]) == [2, 1])
    #expect(chosen(.first, [1]) == [1, 2] && chosen(.first, [0, 1]).isEmpty)
  }
}
