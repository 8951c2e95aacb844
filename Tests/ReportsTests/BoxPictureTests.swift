import Records
import Reports
import Testing

/// Boxes drawn into pictures.
struct BoxPictureTests {
  private func grey(_ width: Int, _ height: Int) -> PixelImage {
    PixelImage(
      width: width, height: height, rgb: [UInt8](repeating: 128, count: width * height * 3))
  }

  private func pixel(_ image: PixelImage, _ x: Int, _ y: Int) -> [UInt8] {
    Array(image.rgb[3 * (y * image.width + x)..<3 * (y * image.width + x) + 3])
  }

  @Test func `lines lie on the box's edges and leave its inside alone`() {
    let mark = BoxPicture.Mark(
      box: Box(x1: 100, y1: 200, x2: 300, y2: 400), label: "", colour: 1)
    let picture = BoxPicture(grey(640, 500), marks: [mark]).image
    #expect(picture.width == 640 && picture.height == 500)
    for (x, y) in [(100, 300), (299, 300), (200, 200), (200, 399)] {
      #expect(pixel(picture, x, y) == [0, 200, 255], "\(x), \(y)")
    }
    #expect(pixel(picture, 200, 300) == [128, 128, 128])
    #expect(pixel(picture, 90, 300) == [128, 128, 128])
    #expect(pixel(picture, 99, 300) == [0, 0, 0])
  }

  @Test func `small pictures are enlarged by a whole number, large ones are not`() {
    #expect(BoxPicture(grey(100, 40), marks: []).image.width == 700)
    #expect(BoxPicture(grey(3, 2), marks: []).image.width == 24)
    #expect(BoxPicture(grey(640, 10), marks: []).image.width == 640)
  }

  @Test func `labels cover no other while there is room`() {
    let box = Box(x1: 100, y1: 100, x2: 400, y2: 300)
    let marks = (0..<4).map { BoxPicture.Mark(box: box, label: "0.9\($0)", colour: $0) }
    let picture = BoxPicture(grey(640, 480), marks: marks).image
    // Each label has its colour as background: 4 letters of 6 pixels by 9 rows less the ink.
    for colour in [[255, 213, 0], [0, 200, 255], [255, 90, 120], [80, 220, 90]] as [[UInt8]] {
      var count = 0
      for y in 0..<480 { for x in 0..<640 where pixel(picture, x, y) == colour { count += 1 } }
      #expect(count > 120, "\(colour) \(count)")
    }
  }

  @Test func `boxes outside, inverted and not finite do no harm`() {
    let edges: [Float] = [-.infinity, -1e9, -5, 0, 3, 1e9, .infinity, .nan]
    var marks: [BoxPicture.Mark] = []
    for a in edges {
      for b in edges {
        marks.append(
          BoxPicture.Mark(
            box: Box(x1: a, y1: b, x2: b, y2: a), label: "é☃ every \"dog\"", colour: 99))
      }
    }
    #expect(BoxPicture(grey(20, 10), marks: marks).image.rgb.count == 160 * 80 * 3)
  }
}
