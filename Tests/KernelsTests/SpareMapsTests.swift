import Kernels
import Testing

struct SpareMapsTests {
  private func map(images: Int, side: Int, channels: Int, seed: UInt64) -> FeatureMap {
    FeatureMap(
      images: images, height: side, width: side,
      positions: random(images * side * side, channels, seed: seed))
  }

  @Test func `Memory that was in use changes no result`() {
    for side in [1, 3] {
      for stride in [1, 2] where side == 3 || stride == 1 {
        let convolution = Convolution(
          random(5, 4 * side * side, seed: 3), bias: [1, 2, 3, 4, 5], side: side, stride: stride)
        let input = map(images: 2, side: 7, channels: 4, seed: 1)
        var spare = SpareMaps()
        let expected = convolution(input, activation: .relu)
        // As large as the result, and full of something else.
        spare.keep(
          FeatureMap(
            images: 2, height: expected.height, width: expected.width,
            positions: Matrix(
              rows: expected.positions.rows, columns: 5, repeating: .nan)))
        #expect(convolution(input, activation: .relu, spare: &spare) == expected)
        #expect(convolution(input, activation: .relu, spare: &spare) == expected)
      }
    }
  }

  @Test func `Minimal filtering and means write every value of used memory`() {
    let convolution = WinogradConvolution(random(6, 4 * 9, seed: 2), bias: [1, 2, 3, 4, 5, 6])
    let input = map(images: 3, side: 5, channels: 4, seed: 4)
    let expected = convolution(input)
    var spare = SpareMaps()
    spare.keep(
      FeatureMap(
        images: 3, height: 5, width: 5, positions: Matrix(rows: 75, columns: 6, repeating: .nan)))
    #expect(convolution(input, spare: &spare) == expected)
    spare.keep(
      FeatureMap(
        images: 3, height: 2, width: 2, positions: Matrix(rows: 12, columns: 4, repeating: .nan)))
    #expect(input.halved(spare: &spare) == input.halved())
  }

  @Test func `Joined maps keep their order`() {
    let maps = [2, 1, 3].map { map(images: $0, side: 2, channels: 3, seed: UInt64($0)) }
    var spare = SpareMaps()
    let joined = FeatureMap(joining: maps, spare: &spare)
    #expect(joined.images == 6 && joined.height == 2 && joined.width == 2)
    #expect(joined.positions.values == maps.flatMap(\.positions.values))
  }

  @Test func `A map becomes another one`() {
    var spare = SpareMaps()
    var first = map(images: 1, side: 2, channels: 3, seed: 1)
    let second = map(images: 2, side: 4, channels: 5, seed: 2)
    first.replace(by: second, spare: &spare)
    #expect(first == second)
  }
}
