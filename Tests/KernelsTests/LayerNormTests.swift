import Kernels
import Testing

struct LayerNormTests {
  @Test(arguments: levels)
  func `Every width agrees with double precision`(level: KernelLevel) {
    for width in 1...70 {
      let input = random(3, width, seed: UInt64(width))
      let gain = random(1, width, seed: 100).values
      let bias = random(1, width, seed: 101).values
      let norm = LayerNorm(gain: gain, bias: bias, epsilon: 1e-5, level: level)
      let output = norm(input)
      for row in 0..<3 {
        let values = input.row(row).map(Double.init)
        let mean = values.reduce(0, +) / Double(width)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
        for i in 0..<width {
          let expected =
            (values[i] - mean) / (variance + 1e-5).squareRoot() * Double(gain[i]) + Double(bias[i])
          #expect(abs(Double(output[row, i]) - expected) < 2e-5, "width \(width), column \(i)")
        }
      }
    }
  }

  @Test(arguments: levels)
  func `A constant row becomes the bias`(level: KernelLevel) {
    let bias = random(1, 37, seed: 1).values
    let norm = LayerNorm(
      gain: random(1, 37, seed: 2).values, bias: bias, epsilon: 1e-5, level: level)
    #expect(norm(Matrix(rows: 1, columns: 37, repeating: 4)).values == bias)
  }
}
