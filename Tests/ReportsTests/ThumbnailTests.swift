import Records
import Testing

@testable import Reports

struct ThumbnailTests {
  private func image(_ width: Int, _ height: Int, seed: UInt64) -> PixelImage {
    var random = SplitMix(seed: seed)
    return PixelImage(
      width: width, height: height,
      rgb: (0..<(width * height * 3)).map { _ in UInt8(truncatingIfNeeded: random.next()) })
  }

  @Test func `no size makes an empty picture or one longer than asked`() {
    for width in 1...12 {
      for height in 1...12 {
        for side in 1...13 {
          let small = image(width, height, seed: 1).reduced(toSide: side)
          let longer = max(width, height)
          #expect(max(small.width, small.height) == min(side, longer))
          #expect(min(small.width, small.height) >= 1)
        }
      }
    }
  }

  @Test func `halving takes the mean of four pixels`() {
    let large = image(8, 6, seed: 3)
    let small = large.reduced(toSide: 4)
    #expect(small.width == 4 && small.height == 3)
    for y in 0..<3 {
      for x in 0..<4 {
        for channel in 0..<3 {
          let sum = [(0, 0), (1, 0), (0, 1), (1, 1)].reduce(0) { sum, step in
            sum + Int(large.rgb[((2 * y + step.1) * 8 + 2 * x + step.0) * 3 + channel])
          }
          #expect(Int(small.rgb[(y * 4 + x) * 3 + channel]) == (sum + 2) / 4)
        }
      }
    }
  }

  @Test func `a crop holds the pixels of its box, whatever the box`() {
    let whole = image(7, 5, seed: 8)
    for x1 in -2...8 {
      for x2 in -2...9 {
        let crop = whole.cropped(to: Box(x1: Float(x1), y1: 1, x2: Float(x2), y2: 4))
        let left = min(max(x1, 0), 6)
        let right = min(max(x2, left + 1), 7)
        #expect(crop.width == right - left && crop.height == 3)
        #expect(crop.rgb[0] == whole.rgb[(7 + left) * 3])
      }
    }
    #expect(whole.cropped(to: Box(x1: 0, y1: 0, x2: 7, y2: 5)) == whole)
  }
}
