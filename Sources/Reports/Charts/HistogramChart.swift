/// A histogram as bars, with an optional marked value such as a threshold.
struct HistogramChart {
  let histogram: Histogram
  let xTitle: String
  let yTitle: String
  var mark: Double?
  /// Full range of the axis; `nil` shows only the bins between the first and the last filled one.
  var range: ClosedRange<Double>?

  /// The chart as HTML; a sentence when there are no values.
  var markup: String {
    let shown = range == nil ? histogram.trimmed : histogram
    guard shown.total > 0, let highest = shown.counts.max(), highest > 0 else {
      return "<p class=\"empty\">No values.</p>"
    }
    let frame = PlotFrame(
      x: .linear(range ?? shown.start...shown.end), y: .fromZero(to: Double(highest)),
      xTitle: xTitle, yTitle: yTitle)
    var chart = frame.chart(
      label: "\(yTitle) by \(xTitle): \(NumberText.count(shown.total)) values")
    for (bin, count) in shown.counts.enumerated() where count > 0 {
      let start = shown.start + Double(bin) * shown.binWidth
      let left = frame.horizontal(start)
      let right = frame.horizontal(start + shown.binWidth)
      let top = min(frame.vertical(Double(count)), frame.floor - 1)
      let gap = right - left > 4 ? 1.0 : 0
      chart.append(
        SVGElement("rect").with("class", "bar").with("x", left).with("y", top)
          .with("width", right - left - gap).with("height", frame.floor - top)
          .containing(
            SVGElement("title").text(
              """
              \(NumberText.axis(start)) to \(NumberText.axis(start + shown.binWidth)): \
              \(NumberText.count(count))
              """)))
    }
    if let mark {
      let place = frame.horizontal(mark)
      chart.append(
        SVGElement("line").with("class", "mark").with("x1", place).with("x2", place)
          .with("y1", 8).with("y2", frame.floor))
    }
    return chart.markup
  }
}
