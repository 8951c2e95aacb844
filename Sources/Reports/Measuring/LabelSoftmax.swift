import Foundation
import Records

/// The softmax of one region over the whole pool, as far as its record tells.
///
/// A record holds the K greatest cosines and the log-sum-exp over all concepts at one temperature;
/// so the mass of the other concepts is known exactly, its distribution is not.
struct LabelSoftmax {
  /// Probabilities of the stored concepts, `[K]`.
  let stored: [Double]
  /// Probability of all other concepts together.
  let residual: Double
  /// How many others there are.
  let others: Int
  /// cosines relative to the first, `[K]`, not above 0.
  private let differences: [Double]
  private let temperature: Double
  /// Bounds of the others' mass, in units of the first concept's exponential.
  private let rest: ClosedRange<Double>

  /// Reads region `region` of `labels` over `poolSize` concepts.
  init(labels: LabelRecord, region: Int, poolSize: Int, temperature: Double) {
    let width = labels.conceptsPerRegion
    let cosines = labels.cosines[region * width..<(region + 1) * width].map(Double.init)
    let logSum = Double(labels.logSumExp[region])
    let first = cosines.first ?? 0
    let stored = cosines.map { exp($0 / temperature - logSum) }
    let differences = cosines.map { $0 - first }
    others = max(0, poolSize - width)
    // Rounding of the stored numbers can make the rest of a confident region a little negative.
    let residual = others == 0 ? 0 : min(max(0, 1 - stored.reduce(0, +)), 1)
    self.stored = stored
    self.residual = residual
    self.differences = differences
    self.temperature = temperature
    // Stored numbers are single precision, so the mass is known to about 1e-5 of the whole: all that
    // there is of it in a confident region. None of the others exceeds the last stored concept.
    let tolerance = (abs(logSum) + abs(first) / temperature) * 0x1p-22
    let most = Double(others) * exp((differences.last ?? 0) / temperature)
    let share = max(exp(first / temperature - logSum), .leastNormalMagnitude)
    let upper = min((residual + tolerance) / share, most)
    rest = min(max(0, residual - tolerance) / share, upper)...upper
  }

  /// Entropy in bits with all other concepts as one: a lower bound of the whole entropy.
  var entropyBits: Double {
    (stored + [residual]).reduce(0) { $1 > 0 ? $0 - $1 * log2($1) : $0 }
  }

  /// Entropy in bits with the rest spread evenly over the other concepts: an upper bound.
  var entropyBitsMax: Double {
    entropyBits + (others > 0 ? residual * log2(Double(others)) : 0)
  }

  /// What the first concept's probability can be at another temperature.
  ///
  /// With a = T / T' the others' exponentials x become x^a. Given their sum s, their number n and
  /// that none is above the last stored one, m: the sum of x^a lies between n (s/n)^a and
  /// s m^(a-1); for a < 1 the two change places (convexity of x^a). Both grow with s, which is known
  /// between two bounds.
  func firstProbability(at other: Double) -> ClosedRange<Double> {
    let stored = differences.reduce(0) { $0 + exp($1 / other) }
    let power = temperature / other
    guard others > 0, other != temperature else {
      let first = others > 0 ? self.stored.first ?? 0 : 1 / stored
      return first...first
    }
    let largest = exp((differences.last ?? 0) / temperature)
    func sums(of rest: Double) -> ClosedRange<Double> {
      guard rest > 0 else { return 0...0 }
      let even = Double(others) * pow(rest / Double(others), power)
      let concentrated = rest * pow(largest, power - 1)
      return min(even, concentrated)...max(even, concentrated)
    }
    let (low, high) = (sums(of: rest.lowerBound).lowerBound, sums(of: rest.upperBound).upperBound)
    return 1 / (stored + high)...1 / (stored + low)
  }
}
