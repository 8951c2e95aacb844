import Codecs
import Foundation
import Kernels
import Records
import Testing

struct BoxSuppressionTests {
  /// The same congruence as in `scripts/golden/suppression.py`.
  private struct Numbers {
    var state: UInt64

    mutating func below(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
  }

  private struct Boxes {
    var boxes: [Box] = []
    var scores: [Float] = []
    var groups: [Int] = []
    var limit = 0.0

    init(_ index: Int) {
      var numbers = Numbers(state: UInt64(index))
      let count = index % 500 == 499 ? 1200 : numbers.below(60)
      let grid = [1, 4, 64][numbers.below(3)]
      let levels = 1 + numbers.below(5)
      let side = 8 + numbers.below(60)
      for i in 0..<count {
        if i > 0 && numbers.below(6) == 0 {
          boxes.append(boxes[numbers.below(i)])
        } else {
          let sides = (0..<4).map { _ in numbers.below(side * grid) }
          let edges = [sides[0], sides[1], sides[0] + sides[2], sides[1] + sides[3]]
            .map { Float($0) / Float(grid) }
          boxes.append(Box(x1: edges[0], y1: edges[1], x2: edges[2], y2: edges[3]))
        }
        scores.append(Float(numbers.below(20)) / 16)
        groups.append(numbers.below(levels))
      }
      limit = [0.0, 0.3, 0.5, 0.6, 0.7, 0.9, 1.0][numbers.below(7)]
    }
  }

  private func hash(_ kept: [Int]) -> Float {
    Float(kept.reduce(17) { ($0 * 31 + $1 + 1) % (1 << 24) })
  }

  private func expected() throws -> [[Float]] {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Golden/suppression/torchvision.safetensors").path
    let values = try SafetensorsFile(path: path).floats("kept")
    return stride(from: 0, to: values.count, by: 5).map { Array(values[$0..<$0 + 5]) }
  }

  @Test func `What stays of 10,000 sets is what torchvision keeps, in its order`() throws {
    let expected = try expected()
    #expect(expected.count == 10_000)
    for (index, row) in expected.enumerated() {
      let set = Boxes(index)
      let plain = BoxSuppression(overlapMax: set.limit)
      let kept = plain.kept(set.boxes, scores: set.scores)
      let grouped = plain.kept(set.boxes, scores: set.scores, groups: set.groups)
      let inclusive = BoxSuppression(overlapMax: set.limit, convention: .inclusive)
        .kept(set.boxes, scores: set.scores)
      let found = [
        hash(kept), Float(kept.count), hash(grouped), Float(grouped.count), hash(inclusive),
      ]
      guard found == row else {
        Issue.record("set \(index): found \(found), expected \(row)")
        return
      }
      if index % 97 == 0 {
        #expect(
          plain.kept(set.boxes, scores: set.scores, limit: 3) == Array(kept.prefix(3)))
        #expect(
          plain.kept(set.boxes, scores: set.scores, groups: set.groups, limit: 3)
            == Array(grouped.prefix(3)))
      }
    }
  }

  @Test func `An overlap at the limit stays, one above it goes`() {
    let pair = [Box(x1: 0, y1: 0, x2: 2, y2: 1), Box(x1: 0, y1: 0, x2: 1, y2: 1)]
    #expect(BoxSuppression(overlapMax: 0.5).kept(pair, scores: [1, 2]) == [1, 0])
    #expect(BoxSuppression(overlapMax: 0.4999).kept(pair, scores: [1, 2]) == [1])
    // 0.6 in single precision is above 0.6 in double precision, and so it goes.
    let sixths = [Box(x1: 0, y1: 0, x2: 10, y2: 1), Box(x1: 0, y1: 0, x2: 6, y2: 1)]
    #expect(BoxSuppression(overlapMax: 0.6).kept(sixths, scores: [2, 1]) == [0])
  }

  @Test func `Empty boxes do not suppress one another, and none is no trouble`() {
    let point = Box(x1: 3, y1: 3, x2: 3, y2: 3)
    #expect(BoxSuppression(overlapMax: 0).kept([point, point], scores: [1, 1]) == [0, 1])
    #expect(
      BoxSuppression(overlapMax: 0.5, convention: .inclusive)
        .kept([point, point], scores: [1, 1]) == [0])
    #expect(BoxSuppression(overlapMax: 0.5).kept([], scores: []).isEmpty)
    #expect(BoxSuppression(overlapMax: 0.5).kept([], scores: [], groups: []).isEmpty)
  }
}
