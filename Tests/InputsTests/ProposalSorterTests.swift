import Records
import Testing

@testable import Inputs

/// Boxes sorted by image: in memory, in runs, and in runs that are merged.
struct ProposalSorterTests {
  private func rows(_ sorter: inout ProposalSorter, images: Int, _ boxes: [(Int, Float)]) throws
    -> [[Float]]
  {
    for (image, x) in boxes {
      try sorter.add(image, Box(x1: x, y1: 1, x2: x + 2, y2: 3), score: x / 1000, logit: -x)
    }
    let rows = try sorter.finish()
    return try (0..<images).map { image in
      try rows.entries(rows.range(of: image)).map { entry in
        #expect(entry.box.y2 == 3 && entry.box.x2 == entry.box.x1 + 2)
        #expect(entry.score == entry.box.x1 / 1000 && entry.logit == -entry.box.x1)
        return entry.box.x1
      }
    }
  }

  @Test func `runs of any length give the boxes of each image in their order`() throws {
    let folder = try TemporaryFolder()
    var state: UInt64 = 1
    for count in [0, 1, 7, 40, 333] {
      let boxes = (0..<count).map { index -> (Int, Float) in
        state = state &* 6_364_136_223_846_793_005 &+ 1
        return (Int(state >> 33) % 9, Float(index))
      }
      let expected = (0..<9).map { image in boxes.filter { $0.0 == image }.map(\.1) }
      for run in [1, 2, 3, 7, 40, 1000] {
        var sorter = ProposalSorter(images: 9, scratch: folder.path, runRows: run)
        #expect(try rows(&sorter, images: 9, boxes) == expected, "\(count) boxes, runs of \(run)")
      }
    }
  }

  @Test func `a million boxes of one image leave the best in bounded memory`() throws {
    let folder = try TemporaryFolder()
    let image = InputImage(key: ImageKey("a"), imageID: 0)
    var sorter = ProposalSorter(images: 1, scratch: folder.path, runRows: 1 << 16)
    let count = 200_000
    for index in 0..<count {
      let score = Float(index * 7919 % count) / Float(count)
      try sorter.add(0, Box(x1: 0, y1: 0, x2: 1, y2: 1), score: score, logit: Float(index))
    }
    let table = ProposalTable(images: [image], isRelative: false, rows: try sorter.finish())
    let (best, total) = try table.best(100, of: image.key)
    #expect(total == count)
    #expect(best.map(\.score) == (0..<100).map { Float(count - 1 - $0) / Float(count) })
  }
}
