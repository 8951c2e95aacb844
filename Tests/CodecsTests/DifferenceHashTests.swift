import Records
import Testing

@testable import Codecs

struct DifferenceHashTests {
  /// The definition in floating point: means of cells, compared.
  private func reference(_ image: PixelImage) -> UInt64 {
    func mean(_ row: Int, _ column: Int) -> Double {
      let top = min(row * image.height / 8, image.height - 1)
      let left = min(column * image.width / 9, image.width - 1)
      let bottom = max(top + 1, (row + 1) * image.height / 8)
      let right = max(left + 1, (column + 1) * image.width / 9)
      var sum = 0.0
      for y in top..<bottom {
        for x in left..<right {
          let place = (y * image.width + x) * 3
          sum +=
            299 * Double(image.rgb[place]) + 587 * Double(image.rgb[place + 1])
            + 114 * Double(image.rgb[place + 2])
        }
      }
      return sum / Double((bottom - top) * (right - left))
    }
    var bits: UInt64 = 0
    for row in 0..<8 {
      for column in 0..<8 where mean(row, column) > mean(row, column + 1) + 1e-9 {
        bits |= 1 << UInt64(8 * row + column)
      }
    }
    return bits
  }

  @Test func `the hash is that of the cells' means, for every small size and some large`() {
    var state: UInt64 = 7
    func byte() -> UInt8 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 56)
    }
    let sizes =
      (1...12).flatMap { width in (1...12).map { (width, $0) } } + [(97, 41), (64, 64), (9, 200)]
    for (width, height) in sizes {
      let image = PixelImage(
        width: width, height: height, rgb: (0..<width * height * 3).map { _ in byte() })
      #expect(DifferenceHash(of: image).bits == reference(image), "\(width) x \(height)")
    }
  }

  @Test func `an even picture has no bit, a picture darker to the right has all`() {
    let even = PixelImage(width: 30, height: 20, rgb: Array(repeating: 90, count: 1800))
    #expect(DifferenceHash(of: even).bits == 0)
    var falling: [UInt8] = []
    for pixel in 0..<20 * 90 {
      let brightness = UInt8(250 - 2 * (pixel % 90))
      falling += [brightness, brightness, brightness]
    }
    let ramp = PixelImage(width: 90, height: 20, rgb: falling)
    #expect(DifferenceHash(of: ramp).bits == .max)
  }
}
