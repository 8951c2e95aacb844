import Foundation
import Kernels
import Testing

struct ActivationTests {
  /// Passes values through the identity product, so that only the activation acts.
  private func apply(_ activation: Activation, _ values: [Float], _ level: KernelLevel) -> [Float] {
    let one = PackedWeights(Matrix(rows: 1, columns: 1, values: [1]), level: level)
    return one.product(
      Matrix(rows: values.count, columns: 1, values: values), activation: activation
    ).values
  }

  private let values =
    stride(from: Float(-12), through: 12, by: 0.0137).map { $0 } + [
      0, -0.0, 1e-8, -1e-8, 60, -60, 100, -100, 1e4, -1e4,
    ]

  @Test(arguments: levels)
  func `GELU agrees with the error function`(level: KernelLevel) {
    for (x, y) in zip(values, apply(.gelu, values, level)) {
      let expected = Double(x) * 0.5 * erfc(-Double(x) / 2.0.squareRoot())
      let allowed: Double = 2e-7 + 2e-7 * abs(expected) + 1e-7 * abs(Double(x))
      #expect(abs(Double(y) - expected) <= allowed, "\(x): \(y)")
    }
  }

  @Test(arguments: levels)
  func `QuickGELU agrees with the logistic function`(level: KernelLevel) {
    for (x, y) in zip(values, apply(.quickGELU, values, level)) {
      let expected = Double(x) / (1 + exp(-1.702 * Double(x)))
      let allowed: Double = (2e-7 + 2e-7 * abs(Double(x))) * abs(expected) + 1e-33
      #expect(abs(Double(y) - expected) <= allowed, "\(x): \(y)")
    }
  }

  @Test(arguments: levels)
  func `ReLU keeps what is above zero`(level: KernelLevel) {
    for (x, y) in zip(values, apply(.relu, values, level)) { #expect(y == max(x, 0)) }
    #expect(apply(.relu, [.nan], level)[0].isNaN)
  }
}
