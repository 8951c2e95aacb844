import Foundation

/// Maps values of an axis to 0...1 and says where its ticks are.
struct AxisScale {
  let range: ClosedRange<Double>
  let isLogarithmic: Bool
  let ticks: [Double]

  /// A linear axis over `range`, with about `count` ticks at multiples of 1, 2 or 5.
  static func linear(_ range: ClosedRange<Double>, ticks count: Int = 5) -> AxisScale {
    let span = range.upperBound - range.lowerBound
    guard span > 0 else {
      return AxisScale(
        range: range.lowerBound...(range.lowerBound + 1), isLogarithmic: false,
        ticks: [range.lowerBound])
    }
    let rough = span / Double(count)
    let power = pow(10, log10(rough).rounded(.down))
    let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough * 0.999 } ?? rough
    let first = Int((range.lowerBound / step - 1e-9).rounded(.up))
    let last = Int((range.upperBound / step + 1e-9).rounded(.down))
    return AxisScale(
      range: range, isLogarithmic: false,
      ticks: first <= last ? (first...last).map { Double($0) * step } : [])
  }

  /// A linear axis from 0 to a round number that is not below `largest`.
  static func fromZero(to largest: Double, ticks count: Int = 4) -> AxisScale {
    let draft = linear(0...max(largest, 1e-9), ticks: count)
    let step = draft.ticks.count > 1 ? draft.ticks[1] : largest
    let end = max(step, (largest / step - 1e-9).rounded(.up) * step)
    return linear(0...end, ticks: count)
  }

  /// A logarithmic axis over positive values, with ticks at powers of ten or at `marks`.
  static func logarithmic(_ range: ClosedRange<Double>, marks: [Double] = []) -> AxisScale {
    let low = max(range.lowerBound, 1e-9)
    let high = max(range.upperBound, low * 1.01)
    let powers = (-9...12).map { pow(10, Double($0)) }
    let ticks = (marks.isEmpty ? powers : marks).filter { $0 >= low * 0.999 && $0 <= high * 1.001 }
    return AxisScale(range: low...high, isLogarithmic: true, ticks: ticks)
  }

  /// Place of `value` on the axis: 0 at its start, 1 at its end.
  func position(_ value: Double) -> Double {
    if isLogarithmic {
      let low = log(range.lowerBound)
      return (log(max(value, range.lowerBound)) - low) / (log(range.upperBound) - low)
    }
    return (value - range.lowerBound) / (range.upperBound - range.lowerBound)
  }
}
