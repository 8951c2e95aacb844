import Kernels
import Testing

struct PackedWeightsTests {
  /// The product in double precision.
  private func reference(_ input: Matrix, _ weights: Matrix, _ bias: [Float]) -> [Float] {
    (0..<input.rows).flatMap { row in
      (0..<weights.rows).map { column in
        var sum = Double(bias[column])
        for i in 0..<input.columns {
          sum += Double(input[row, i]) * Double(weights[column, i])
        }
        return Float(sum)
      }
    }
  }

  @Test(arguments: levels)
  func `Products of every small shape agree with double precision`(level: KernelLevel) {
    for rows in [0, 1, 2, 5, 6, 7, 11, 12, 13, 121] {
      for outputs in [1, 3, 4, 15, 16, 17, 31, 32, 33, 50] {
        for inputs in [1, 2, 3, 5, 8, 31] {
          let input = random(rows, inputs, seed: 1)
          let weights = random(outputs, inputs, seed: 2)
          let bias = random(1, outputs, seed: 3).values
          let packed = PackedWeights(weights, bias: bias, level: level)
          let expected = reference(input, weights, bias)
          #expect(
            largestDifference(packed.product(input).values, expected) < 1e-5,
            "\(rows) x \(outputs) x \(inputs)")
        }
      }
    }
  }

  @Test(arguments: levels)
  func `Depths around a block agree with double precision`(level: KernelLevel) {
    for inputs in [255, 700, 1023, 1024, 1025, 2049] {
      let input = random(25, inputs, seed: 4)
      let weights = random(37, inputs, seed: 5)
      let bias = random(1, 37, seed: 6).values
      let packed = PackedWeights(weights, bias: bias, level: level)
      #expect(
        largestDifference(packed.product(input).values, reference(input, weights, bias)) < 1e-4,
        "depth \(inputs)")
    }
  }

  @Test(arguments: levels)
  func `Outputs around the number that is computed from rows as they lie`(level: KernelLevel) {
    for outputs in [255, 256, 257, 300] {
      for rows in [1, 12, 13, 25] {
        let input = random(rows, 40, seed: 20)
        let weights = random(outputs, 40, seed: 21)
        let bias = random(1, outputs, seed: 22).values
        let found = PackedWeights(weights, bias: bias, level: level).product(input)
        #expect(
          largestDifference(found.values, reference(input, weights, bias)) < 1e-5,
          "\(rows) x \(outputs)")
      }
    }
  }

  @Test(arguments: levels.filter(\.hasOwnProduct), [45, 270])
  func `A row has the same bytes alone and in any batch`(level: KernelLevel, outputs: Int) {
    let packed = PackedWeights(random(outputs, 300, seed: 7), level: level)
    let input = random(150, 300, seed: 8)
    let whole = packed.product(input, activation: .quickGELU)
    for count in [1, 2, 6, 11, 12, 13, 30, 149] {
      for start in [0, 1, 150 - count] {
        let part = packed.product(input.rows(start..<start + count), activation: .quickGELU)
        #expect(part == whole.rows(start..<start + count), "\(count) rows from \(start)")
      }
    }
  }

  @Test(arguments: levels)
  func `Adding keeps what was there`(level: KernelLevel) {
    let input = random(14, 270, seed: 9)
    let weights = random(35, 270, seed: 10)
    let bias = random(1, 35, seed: 11).values
    let packed = PackedWeights(weights, bias: bias, level: level)
    var sum = random(14, 35, seed: 12)
    let expected = zip(sum.values, reference(input, weights, bias)).map { $0 + $1 }
    packed.add(input, to: &sum)
    #expect(largestDifference(sum.values, expected) < 1e-4)
  }

  @Test func `Workers that share weights get the bytes that one gets`() async {
    let packed = PackedWeights(random(70, 128, seed: 13))
    let input = random(40, 128, seed: 14)
    let alone = packed.product(input)
    await withTaskGroup(of: Matrix.self) { group in
      for _ in 0..<8 { group.addTask { packed.product(input) } }
      for await result in group { #expect(result == alone) }
    }
  }
}
