/// Named amounts as horizontal bars, largest first as given.
struct BarChart {
  /// One bar.
  struct Bar {
    let name: String
    let value: Double
    let text: String
    /// Anchor that the bar leads to.
    var target: String?
  }

  let bars: [Bar]
  let label: String

  private static let rowHeight = 19.0
  private static let nameWidth = 128.0
  private static let textWidth = 52.0

  /// The chart as HTML; a sentence when there are no bars.
  var markup: String {
    guard let largest = bars.map(\.value).max(), largest > 0 else {
      return "<p class=\"empty\">No values.</p>"
    }
    let height = Double(bars.count) * Self.rowHeight
    let room = PlotFrame.width - Self.nameWidth - Self.textWidth
    var chart = SVGElement("svg").with("class", "chart")
      .with("viewBox", "0 0 \(SVGElement.number(PlotFrame.width)) \(SVGElement.number(height))")
      .with("role", "img").with("aria-label", label)
    for (row, bar) in bars.enumerated() {
      let top = Double(row) * Self.rowHeight
      let length = max(1, bar.value / largest * room)
      let name = PageText.shortened(bar.name, to: 80)
      var row = SVGElement(bar.target == nil ? "g" : "a")
      if let target = bar.target { row = row.with("href", "#\(target)") }
      row.append(
        SVGElement("text").with("class", "tick end").with("x", Self.nameWidth - 6)
          .with("y", top + 13).text(PageText.shortened(bar.name, to: 20))
          .containing(SVGElement("title").text(name)),
        SVGElement("rect").with("class", "bar").with("x", Self.nameWidth).with("y", top + 3)
          .with("width", length).with("height", Self.rowHeight - 6)
          .containing(SVGElement("title").text("\(name): \(bar.text)")))
      chart.append(
        row,
        SVGElement("text").with("class", "tick").with("x", Self.nameWidth + length + 5)
          .with("y", top + 13).text(bar.text))
    }
    return chart.markup
  }
}
