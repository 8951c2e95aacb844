import Records
import Testing

@testable import Codecs

/// Boxes turn as pixels do.
struct BoxOrientationTests {
  @Test(arguments: ImageOrientation.allCases)
  func `a box lies on the pixels that it lay on before the turn`(_ orientation: ImageOrientation) {
    let (width, height) = (7, 5)
    let box = Box(x1: 1, y1: 2, x2: 4, y2: 4)
    var rgb = [UInt8](repeating: 0, count: width * height * 3)
    for y in 2..<4 { for x in 1..<4 { rgb[3 * (y * width + x)] = 255 } }
    let upright = PixelImage(width: width, height: height, rgb: rgb).upright(from: orientation)
    let turned = orientation.upright(box, width: width, height: height)
    for y in 0..<upright.height {
      for x in 0..<upright.width {
        let isInside =
          Float(x) >= turned.x1 && Float(x) < turned.x2 && Float(y) >= turned.y1
          && Float(y) < turned.y2
        #expect((upright.rgb[3 * (y * upright.width + x)] == 255) == isInside, "\(x), \(y)")
      }
    }
    let back = orientation.inverse.upright(turned, width: upright.width, height: upright.height)
    #expect(back == box)
  }
}
