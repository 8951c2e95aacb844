import Kernels
import Testing

struct ConvolutionTests {
  /// The convolution by its definition, in double precision; weights as in checkpoints.
  private func reference(
    _ input: FeatureMap, _ weights: Matrix, _ bias: [Float], side: Int, stride: Int
  ) -> [Float] {
    var result: [Float] = []
    let border = side / 2
    for image in 0..<input.images {
      for top in Swift.stride(from: -border, to: input.height - border, by: stride) {
        for left in Swift.stride(from: -border, to: input.width - border, by: stride) {
          for output in 0..<weights.rows {
            var sum = Double(bias[output])
            for channel in 0..<input.channels {
              for y in 0..<side where (0..<input.height).contains(top + y) {
                for x in 0..<side where (0..<input.width).contains(left + x) {
                  let row = (image * input.height + top + y) * input.width + left + x
                  let column = (channel * side + y) * side + x
                  sum += Double(input.positions[row, channel]) * Double(weights[output, column])
                }
              }
            }
            result.append(Float(sum))
          }
        }
      }
    }
    return result
  }

  @Test(arguments: levels)
  func `Convolutions of every small shape agree with their definition`(level: KernelLevel) {
    for (height, width) in [(1, 1), (1, 4), (2, 3), (5, 4), (6, 1)] {
      for (side, stride) in [(1, 1), (1, 2), (3, 1), (3, 2), (5, 1), (5, 3)] {
        for (channels, outputs) in [(1, 1), (3, 5), (4, 17)] {
          let input = FeatureMap(
            images: 2, height: height, width: width,
            positions: random(2 * height * width, channels, seed: 1))
          let weights = random(outputs, channels * side * side, seed: 2)
          let bias = random(1, outputs, seed: 3).values
          let convolution = Convolution(
            weights, bias: bias, side: side, stride: stride, level: level)
          let expected = reference(input, weights, bias, side: side, stride: stride)
          let found = convolution(input)
          let place = "\(height) x \(width), side \(side), stride \(stride), \(channels)"
          #expect(found.positions.values.count == expected.count, "\(place)")
          #expect(largestDifference(found.positions.values, expected) < 1e-4, "\(place)")
          let positive = convolution(input, activation: .relu)
          #expect(
            largestDifference(positive.positions.values, expected.map { max($0, 0) }) < 1e-4,
            "\(place)")
        }
      }
    }
  }

  @Test(arguments: levels)
  func `A map of more positions than are copied at a time agrees as well`(level: KernelLevel) {
    // 9 * 700 floats for each of 2 * 9 * 11 positions are more than are copied at a time.
    let input = FeatureMap(
      images: 2, height: 9, width: 11, positions: random(198, 700, seed: 4))
    let weights = random(2, 6300, seed: 5)
    let convolution = Convolution(weights, bias: [0.5, -0.5], side: 3, level: level)
    let expected = reference(input, weights, [0.5, -0.5], side: 3, stride: 1)
    #expect(largestDifference(convolution(input).positions.values, expected) < 1e-3)
  }

  @Test(arguments: levels)
  func `A convolution is added in front of the activation`(level: KernelLevel) {
    let input = FeatureMap(images: 1, height: 3, width: 2, positions: random(6, 4, seed: 6))
    var sum = FeatureMap(images: 1, height: 3, width: 2, positions: random(6, 7, seed: 7))
    let convolution = Convolution(
      random(7, 4, seed: 8), bias: random(1, 7, seed: 9).values, side: 1, level: level)
    let expected = zip(sum.positions.values, convolution(input).positions.values)
      .map { max($0 + $1, 0) }
    convolution.add(input, to: &sum, activation: .relu)
    #expect(largestDifference(sum.positions.values, expected) < 1e-5)
    #expect(expected.contains(0) && expected.contains { $0 > 0 })
  }
}
