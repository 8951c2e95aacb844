import Kernels
import Records
import Testing

struct PixelBoxTests {
  private let image = PixelImage(width: 10, height: 8, rgb: [UInt8](repeating: 0, count: 240))

  @Test(arguments: [
    (Box(x1: 1, y1: 2, x2: 4, y2: 6), PixelBox(left: 1, top: 2, width: 3, height: 4)),
    (Box(x1: 0.5, y1: 1.5, x2: 2.5, y2: 3.5), PixelBox(left: 0, top: 2, width: 2, height: 2)),
    (Box(x1: -5, y1: -5, x2: 50, y2: 50), PixelBox(left: 0, top: 0, width: 10, height: 8)),
    (Box(x1: 3.1, y1: 3.1, x2: 3.2, y2: 3.2), PixelBox(left: 3, top: 3, width: 1, height: 1)),
    (Box(x1: 10, y1: 8, x2: 12, y2: 9), PixelBox(left: 9, top: 7, width: 1, height: 1)),
    (Box(x1: 5, y1: 5, x2: 2, y2: 2), PixelBox(left: 5, top: 5, width: 1, height: 1)),
  ])
  func `A box is clipped, rounded to even and never empty`(box: Box, expected: PixelBox) {
    #expect(PixelBox(rounding: box, in: image) == expected)
  }

  @Test func `Any finite box gives pixels of the image`() {
    var random = SeededRandom(9)
    for _ in 0..<2000 {
      let edges = random.floats(4, in: -30...30)
      let box = Box(x1: edges[0], y1: edges[1], x2: edges[2], y2: edges[3])
      #expect(PixelBox(rounding: box, in: image).isInside(image), "\(box)")
    }
    let huge = Box(
      x1: -.greatestFiniteMagnitude, y1: 0, x2: .greatestFiniteMagnitude, y2: 1)
    #expect(PixelBox(rounding: huge, in: image).width == 10)
  }
}
