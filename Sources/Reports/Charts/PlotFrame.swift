/// The axes of a chart and the mapping from values to the picture's units.
///
/// Charts are 400 units wide, about the width of a phone, so that their text keeps its size there.
struct PlotFrame {
  static let width = 400.0
  static let height = 230.0
  private static let left = 58.0
  private static let right = 12.0
  private static let top = 14.0
  private static let bottom = 42.0

  let x: AxisScale
  let y: AxisScale
  let xTitle: String
  let yTitle: String
  /// Turns a tick of the y axis into text.
  var yText: (Double) -> String = NumberText.axis

  /// Horizontal place of a value.
  func horizontal(_ value: Double) -> Double {
    Self.left + x.position(value) * (Self.width - Self.left - Self.right)
  }

  /// Vertical place of a value.
  func vertical(_ value: Double) -> Double {
    let bottom = Self.height - Self.bottom
    return bottom - y.position(value) * (bottom - Self.top)
  }

  /// Vertical place of the x axis.
  var floor: Double { Self.height - Self.bottom }

  /// The chart with its axes, described for those who do not see it.
  func chart(label: String) -> SVGElement {
    var chart = SVGElement("svg").with("class", "chart")
      .with("viewBox", "0 0 \(SVGElement.number(Self.width)) \(SVGElement.number(Self.height))")
      .with("role", "img").with("aria-label", label)
    for tick in y.ticks {
      let place = vertical(tick)
      chart.append(
        line(Self.left, place, Self.width - Self.right, place).with("class", "grid"),
        SVGElement("text").with("class", "tick end").with("x", Self.left - 6)
          .with("y", place + 4).text(yText(tick)))
    }
    for tick in x.ticks {
      let place = horizontal(tick)
      chart.append(
        line(place, floor, place, floor + 4).with("class", "axis"),
        SVGElement("text").with("class", "tick middle").with("x", place)
          .with("y", floor + 17).text(NumberText.axis(tick)))
    }
    chart.append(
      line(Self.left, floor, Self.width - Self.right, floor).with("class", "axis"),
      SVGElement("text").with("class", "title middle")
        .with("x", (Self.left + Self.width - Self.right) / 2).with("y", Self.height - 7)
        .text(xTitle),
      SVGElement("text").with("class", "title middle")
        .with(
          "transform",
          "translate(10 \(SVGElement.number((Self.top + floor) / 2))) rotate(-90)"
        )
        .text(yTitle))
    return chart
  }

  private func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> SVGElement {
    SVGElement("line").with("x1", x1).with("y1", y1).with("x2", x2).with("y2", y2)
  }
}
