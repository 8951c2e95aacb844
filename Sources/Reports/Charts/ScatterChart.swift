/// Dots over a shared pair of axes, each with a title and a link, above or below the line of equals.
struct ScatterChart {
  /// One dot.
  struct Dot {
    let x: Double
    let y: Double
    let title: String
    /// Anchor that the dot leads to.
    let target: String?
  }

  let dots: [Dot]
  let frame: PlotFrame
  let label: String

  /// The chart as HTML; a sentence when there are no dots.
  var markup: String {
    guard !dots.isEmpty else { return "<p class=\"empty\">No values.</p>" }
    var chart = frame.chart(label: label)
    let (low, high) = (frame.x.range.lowerBound, frame.x.range.upperBound)
    chart.append(
      SVGElement("line").with("class", "ideal").with("x1", frame.horizontal(low))
        .with("y1", frame.vertical(low)).with("x2", frame.horizontal(high))
        .with("y2", frame.vertical(high)))
    for dot in dots {
      var place = SVGElement(dot.target == nil ? "g" : "a")
      if let target = dot.target { place = place.with("href", "#\(target)") }
      place.append(
        SVGElement("circle").with("class", "spot").with("cx", frame.horizontal(dot.x))
          .with("cy", frame.vertical(dot.y)).with("r", 4)
          .containing(SVGElement("title").text(dot.title)))
      chart.append(place)
    }
    return chart.markup
  }
}
