/// Lines over a shared pair of axes, told apart by colour, dash and name.
struct LineChart {
  /// One line.
  struct Series {
    let name: String
    /// Points in ascending x.
    let points: [(x: Double, y: Double)]
  }

  let series: [Series]
  let frame: PlotFrame
  let label: String
  var mark: Double?
  var showsDots = false

  /// The chart as HTML; a sentence when there are no points.
  var markup: String {
    guard series.contains(where: { !$0.points.isEmpty }) else {
      return "<p class=\"empty\">No values.</p>"
    }
    var chart = frame.chart(label: label)
    if let mark {
      let place = frame.horizontal(mark)
      chart.append(
        SVGElement("line").with("class", "mark").with("x1", place).with("x2", place)
          .with("y1", 8).with("y2", frame.floor))
    }
    for (place, line) in series.enumerated() where !line.points.isEmpty {
      let points = line.points.map { point in
        SVGElement.number(frame.horizontal(point.x)) + ","
          + SVGElement.number(frame.vertical(point.y))
      }
      chart.append(
        SVGElement("polyline").with("class", "line s\(place % 5)")
          .with("points", points.joined(separator: " ")))
      let step = showsDots ? 1 : max(1, line.points.count / 25)
      for point in stride(from: 0, to: line.points.count, by: step).map({ line.points[$0] }) {
        // Without dots a point is seen, and tells its value, under the pointer only.
        chart.append(
          SVGElement("circle").with("class", showsDots ? "dot s\(place % 5)" : "hit")
            .with("cx", frame.horizontal(point.x)).with("cy", frame.vertical(point.y))
            .with("r", showsDots ? 3 : 5)
            .containing(
              SVGElement("title").text(
                "\(line.name), \(NumberText.axis(point.x)): \(frame.yText(point.y))")))
      }
    }
    return legend + chart.markup
  }

  private var legend: String {
    guard series.count > 1 else { return "" }
    let entries = series.enumerated().map { place, line in
      "<span class=\"key s\(place % 5)\">\(PageText.escaped(line.name))</span>"
    }
    return "<div class=\"legend\">\(entries.joined())</div>"
  }
}
