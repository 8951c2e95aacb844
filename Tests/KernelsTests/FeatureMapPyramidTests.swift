import Kernels
import Records
import Testing

struct FeatureMapPyramidTests {
  private func map(_ images: Int, _ height: Int, _ width: Int, _ channels: Int) -> FeatureMap {
    let count = images * height * width * channels
    let values = (0..<count).map { Float(($0 &* 7919) % 1009) / 100 - 5 }
    return FeatureMap(
      images: images, height: height, width: width,
      positions: Matrix(rows: images * height * width, columns: channels, values: values))
  }

  static let shapes = [(1, 1), (1, 5), (2, 2), (3, 4), (4, 3), (7, 9), (8, 8)]

  @Test(arguments: shapes) func `Pooling and thinning take every second position`(
    _ height: Int, _ width: Int
  ) {
    let input = map(2, height, width, 3)
    let pooled = input.maxPooled()
    let thin = input.thinned()
    #expect(pooled.height == (height + 1) / 2 && pooled.width == (width + 1) / 2)
    #expect(thin.height == pooled.height && thin.width == pooled.width)
    for image in 0..<2 {
      for y in 0..<pooled.height {
        for x in 0..<pooled.width {
          for c in 0..<3 {
            func at(_ v: Int, _ u: Int) -> Float? {
              guard (0..<height).contains(v) && (0..<width).contains(u) else { return nil }
              return input.positions[(image * height + v) * width + u, c]
            }
            let around = (-1...1).flatMap { v in
              (-1...1).compactMap { at(2 * y + v, 2 * x + $0) }
            }
            let row = (image * pooled.height + y) * pooled.width + x
            #expect(pooled.positions[row, c] == around.max())
            #expect(thin.positions[row, c] == at(2 * y, 2 * x))
          }
        }
      }
    }
  }

  @Test(arguments: [(1, 1, 2, 2), (2, 3, 4, 6), (2, 3, 3, 5), (4, 4, 4, 4), (1, 2, 7, 3)])
  func `A coarse map is added to the positions that it covers`(
    _ rows: Int, _ columns: Int, _ height: Int, _ width: Int
  ) {
    let coarse = map(2, rows, columns, 4)
    let before = map(2, height, width, 4)
    var fine = before
    fine.addEnlarged(coarse)
    for image in 0..<2 {
      for y in 0..<height {
        for x in 0..<width {
          let row = (image * height + y) * width + x
          let from = (image * rows + y * rows / height) * columns + x * columns / width
          for c in 0..<4 {
            #expect(fine.positions[row, c] == before.positions[row, c] + coarse.positions[from, c])
          }
        }
      }
    }
  }

  @Test func `Planes become positions with zeros around, in either order of channels`() {
    let planes = Matrix(rows: 1, columns: 18, values: (1...18).map { Float($0) })
    for reversed in [false, true] {
      let map = FeatureMap(
        planes: planes, rows: 2, columns: 3, reversed: reversed, height: 3, width: 5)
      for y in 0..<3 {
        for x in 0..<5 {
          for c in 0..<3 {
            let plane = reversed ? 2 - c : c
            let expected: Float = y < 2 && x < 3 ? Float(plane * 6 + y * 3 + x + 1) : 0
            #expect(map.positions[y * 5 + x, c] == expected)
          }
        }
      }
    }
  }

  @Test func `The plain bilinear resize mixes the two nearest centres`() {
    // 2 x 1 pixels, red 0 and 200, to 4 x 1: centres at 0, 0.25, 0.75, 1 of the way.
    let image = PixelImage(width: 2, height: 1, rgb: [0, 10, 255, 200, 10, 0])
    let resizer = BilinearResizer(mean: [0, 0, 0], deviation: [1, 2, 1])
    let red = resizer.resize(image, width: 4, height: 2)
    #expect(red.columns == 24)
    for y in 0..<2 {
      #expect(Array(red.values[y * 4..<y * 4 + 4]) == [0, 50, 150, 200])
      #expect(Array(red.values[8 + y * 4..<8 + y * 4 + 4]) == [5, 5, 5, 5])
    }
    // Reduced, it reads two pixels at each place and skips the rest.
    let wide = PixelImage(width: 8, height: 1, rgb: (0..<24).map { UInt8($0 / 3 * 10) })
    #expect(Array(resizer.resize(wide, width: 2, height: 1).values.prefix(2)) == [15, 55])
  }
}
