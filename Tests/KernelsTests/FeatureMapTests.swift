import Kernels
import Testing

struct FeatureMapTests {
  @Test func `Planes become channels`() {
    // Image 10 i, plane 100 p, positions 0...3.
    let planar = Matrix(
      columns: 8, rows: [[0, 1, 2, 3, 100, 101, 102, 103], [10, 11, 12, 13, 110, 111, 112, 113]])
    let map = FeatureMap(planar: planar, channels: 2, height: 2, width: 2)
    #expect(map.images == 2 && map.height == 2 && map.width == 2 && map.channels == 2)
    #expect(
      map.positions.values == [
        0, 100, 1, 101, 2, 102, 3, 103, 10, 110, 11, 111, 12, 112, 13, 113,
      ])
  }

  @Test func `Halving is the mean of squares and leaves an odd edge out`() {
    for (height, width) in [(1, 1), (2, 2), (2, 3), (3, 2), (5, 4), (4, 7)] {
      let map = FeatureMap(
        images: 2, height: height, width: width,
        positions: random(2 * height * width, 3, seed: 1))
      let halved = map.halved()
      #expect(halved.height == height / 2 && halved.width == width / 2 && halved.images == 2)
      var expected: [Float] = []
      for image in 0..<2 {
        for y in 0..<height / 2 {
          for x in 0..<width / 2 {
            for channel in 0..<3 {
              var sum = 0.0
              for (dy, dx) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                let row = (image * height + 2 * y + dy) * width + 2 * x + dx
                sum += Double(map.positions[row, channel])
              }
              expected.append(Float(sum / 4))
            }
          }
        }
      }
      #expect(largestDifference(halved.positions.values, expected) < 1e-6)
    }
  }

  @Test func `A matrix's transpose has its columns as rows`() {
    let matrix = random(3, 5, seed: 2)
    let turned = matrix.transposed()
    #expect(turned.rows == 5 && turned.columns == 3 && turned.transposed() == matrix)
    #expect(turned[4, 1] == matrix[1, 4])
  }
}
