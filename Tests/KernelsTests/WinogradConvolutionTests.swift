import Kernels
import Testing

struct WinogradConvolutionTests {
  private func values(_ count: Int, _ seed: UInt64, _ size: Float) -> [Float] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (Float(state >> 40) / Float(1 << 24) - 0.5) * size
    }
  }

  static let sizes = [(1, 1), (1, 6), (5, 1), (2, 2), (3, 3), (4, 7), (9, 8), (24, 25)]

  @Test(arguments: sizes, [(1, 1), (3, 5), (17, 33), (40, 16)])
  func `Minimal filtering is the plain convolution`(_ size: (Int, Int), _ channels: (Int, Int)) {
    let (height, width) = size
    let (inputs, outputs) = channels
    let weights = Matrix(
      rows: outputs, columns: inputs * 9, values: values(outputs * inputs * 9, 3, 0.5))
    let bias = values(outputs, 5, 1)
    let input = FeatureMap(
      images: 2, height: height, width: width,
      positions: Matrix(
        rows: 2 * height * width, columns: inputs,
        values: values(2 * height * width * inputs, 7, 4)))
    for level in KernelLevel.allCases where level.isAvailable {
      let minimal = WinogradConvolution(weights, bias: bias, level: level)
      let plain = Convolution(weights, bias: bias, side: 3, level: level)
      #expect(minimal.outputs == outputs)
      for activation in [Activation.identity, .relu] {
        let found = minimal(input, activation: activation)
        let expected = plain(input, activation: activation)
        #expect(found.height == height && found.width == width && found.images == 2)
        let pairs = zip(found.positions.values, expected.positions.values)
        let worst = pairs.map { abs($0 - $1) }.max() ?? .infinity
        #expect(worst <= 2e-5, "\(level) \(activation): \(worst)")
      }
      #expect(minimal(input) == minimal(input))
    }
  }

  @Test func `Small whole numbers come out exactly`() {
    let weights = Matrix(rows: 2, columns: 27, values: (0..<54).map { Float($0 % 7 - 3) })
    let input = FeatureMap(
      images: 1, height: 7, width: 10,
      positions: Matrix(rows: 70, columns: 3, values: (0..<210).map { Float($0 * 5 % 11 - 4) }))
    let minimal = WinogradConvolution(weights, bias: [1, -2])
    #expect(minimal(input) == Convolution(weights, bias: [1, -2], side: 3)(input))
  }

  /// Tiles of several maps share a product, whose border falls anywhere in a map.
  @Test(arguments: levels.filter(\.hasOwnProduct), [1, 2, 5, 9])
  func `A map's result does not depend on its neighbours`(level: KernelLevel, side: Int) {
    let minimal = WinogradConvolution(
      random(40, 33 * 9, seed: 1), bias: values(40, 2, 1), level: level)
    let images = 140
    let positions = random(images * side * side, 33, seed: UInt64(side))
    let together = minimal(
      FeatureMap(images: images, height: side, width: side, positions: positions))
    for image in [0, 1, 47, 48, 119, 120, images - 1] {
      let rows = image * side * side..<(image + 1) * side * side
      let alone = minimal(
        FeatureMap(images: 1, height: side, width: side, positions: positions.rows(rows)))
      #expect(together.positions.rows(rows) == alone.positions, "image \(image)")
    }
  }
}
