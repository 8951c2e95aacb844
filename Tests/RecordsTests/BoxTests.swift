import Records
import Testing

struct BoxTests {
  @Test func `overlap of two boxes is shared area over joint area, without plus one`() {
    let a = Box(x1: 0, y1: 0, x2: 10, y2: 10)
    let b = Box(x1: 5, y1: 0, x2: 15, y2: 10)
    #expect(a.iou(with: b) == Float(50) / 150)
    #expect(a.iou(with: a) == 1)
    #expect(a.iou(with: Box(x1: 10, y1: 0, x2: 20, y2: 10)) == 0)
  }

  @Test func `empty and inverted boxes have no area and overlap nothing`() {
    let empty = Box(x1: 3, y1: 3, x2: 3, y2: 9)
    let inverted = Box(x1: 9, y1: 9, x2: 3, y2: 3)
    let full = Box(x1: 0, y1: 0, x2: 20, y2: 20)
    #expect(empty.area == 0 && inverted.area == 0)
    #expect(empty.iou(with: full) == 0 && inverted.iou(with: full) == 0)
    #expect(empty.iou(with: empty) == 0)
  }

  @Test func `clipping keeps a box inside the image`() {
    let box = Box(x: -5, y: -5, width: 500, height: 20).clipped(width: 100, height: 10)
    #expect(box == Box(x1: 0, y1: 0, x2: 100, y2: 10))
  }

  @Test func `keys that Swift strings hold equal are two keys`() {
    #expect("e\u{301}.jpg" == "é.jpg")
    #expect(ImageKey("e\u{301}.jpg") != ImageKey("é.jpg"))
    #expect(ImageKey("a/b") < ImageKey("a/é"))
  }

  @Test func `proposals have one total order`() {
    let box = Box(x1: 0, y1: 0, x2: 1, y2: 1)
    let far = Box(x1: 2, y1: 0, x2: 3, y2: 1)
    let strong = Proposal(box: far, score: 0.9, logit: 2, source: 0)
    let first = Proposal(box: box, score: 0.5, logit: 0, source: 1)
    let second = Proposal(box: far, score: 0.5, logit: 0, source: 0)
    #expect([second, first, strong].sorted(by: Proposal.ranksBefore) == [strong, first, second])
  }
}
