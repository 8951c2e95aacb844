import Testing

@testable import Reports

struct ChartTests {
  @Test func `linear axes have a handful of round ticks inside their range`() {
    for power in -6...6 {
      for lead in stride(from: 1.0, through: 9.5, by: 0.5) {
        var end = lead
        for _ in 0..<abs(power) { end = power < 0 ? end / 10 : end * 10 }
        for start in [0, -end, end / 3] {
          let axis = AxisScale.linear(start...end)
          let where_ = "\(start)...\(end): \(axis.ticks)"
          #expect((2...11).contains(axis.ticks.count), "\(where_)")
          let slack = (end - start) * 1e-6
          #expect(axis.ticks.allSatisfy { $0 >= start - slack && $0 <= end + slack }, "\(where_)")
        }
        let zero = AxisScale.fromZero(to: end)
        #expect(zero.range.upperBound >= end * 0.999_999 && zero.range.upperBound <= end * 2.01)
      }
    }
  }

  @Test func `a range without width or below zero traps no axis`() {
    #expect(AxisScale.linear(2...2).ticks == [2])
    #expect(AxisScale.fromZero(to: 0).ticks.count > 0)
    let log = AxisScale.logarithmic(0...0)
    #expect(log.position(0).isFinite && log.position(5).isFinite)
  }

  @Test func `places run from one end of an axis to the other`() {
    let log = AxisScale.logarithmic(1...1000)
    #expect(log.ticks == [1, 10, 100, 1000])
    for (value, place) in [(1.0, 0.0), (10, 1.0 / 3), (100, 2.0 / 3), (1000, 1)] {
      #expect(abs(log.position(value) - place) < 1e-12)
    }
    let linear = AxisScale.linear(-1...3)
    #expect(linear.position(-1) == 0 && linear.position(1) == 0.5 && linear.position(3) == 1)
  }

  @Test func `numbers are written alike everywhere`() {
    for (value, text) in [
      (0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567"), (-4_096, "-4,096"),
    ] {
      #expect(NumberText.count(value) == text)
    }
    for (value, decimals, text) in [
      (0.0, 2, "0.00"), (0.005, 2, "0.01"), (-0.001, 2, "0.00"), (12.345, 1, "12.3"),
      (-1.5, 0, "-2"), (99.96, 1, "100.0"), (.nan, 2, "–"),
    ] {
      #expect(NumberText.fixed(value, decimals: decimals) == text)
    }
    for (value, text) in [
      (0.0, "0"), (0.25, "0.25"), (1, "1"), (2.5, "2.5"), (100, "100"), (12_000, "12k"),
      (1.5e6, "1.5M"), (-0.2, "-0.2"),
    ] {
      #expect(NumberText.axis(value) == text)
    }
    #expect(NumberText.percent(0.931) == "93.1 %")
    #expect(NumberText.percent(nil) == "–")
    #expect(NumberText.share(Proportion(hits: 1, total: 4)) == "25.0 % of 4")
  }

  @Test func `text in a chart is escaped and coordinates are short`() {
    var element = SVGElement("text").with("title", "a\"b<").with("x", 1.23456).text("<&>")
    element.append(SVGElement("line").with("y", -0.001))
    #expect(
      element.markup
        == "<text title=\"a&quot;b&lt;\" x=\"1.23\">&lt;&amp;&gt;<line y=\"0\"/></text>")
  }

  @Test func `a histogram draws one bar for each filled bin`() {
    let histogram = Histogram(
      start: 0, binWidth: 0.1, counts: [0, 4, 0, 9, 1, 0], total: 14, mean: 0.3, smallest: 0.1,
      largest: 0.45)
    let chart = HistogramChart(histogram: histogram, xTitle: "x", yTitle: "y", mark: 0.25)
    #expect(chart.markup.split(separator: "class=\"bar\"").count == 4)
    #expect(chart.markup.contains("class=\"mark\""))
    #expect(chart.markup.contains("<title>0.1 to 0.2: 4</title>"))
  }
}
