/// Share of right labels against their mean probability, one dot for each bin (reliability diagram).
///
/// A dot's area follows the number of its labels: a dot of few labels is no evidence.
struct ReliabilityChart {
  let bins: [CalibrationBin]

  /// The chart as HTML; a sentence when there are no labels.
  var markup: String {
    let filled = bins.filter { $0.labels.total > 0 && $0.meanProbability != nil }
    guard let most = filled.map(\.labels.total).max() else {
      return "<p class=\"empty\">No values.</p>"
    }
    let frame = PlotFrame(
      x: .linear(0...1), y: .linear(0...1), xTitle: "mean probability of the bin",
      yTitle: "share right", yText: { NumberText.fixed($0 * 100, decimals: 0) + " %" })
    var chart = frame.chart(label: "Share of right labels against their probability")
    chart.append(
      SVGElement("line").with("class", "ideal").with("x1", frame.horizontal(0))
        .with("y1", frame.vertical(0)).with("x2", frame.horizontal(1))
        .with("y2", frame.vertical(1)),
      SVGElement("polyline").with("class", "line s0").with(
        "points",
        filled.map { bin in
          SVGElement.number(frame.horizontal(bin.meanProbability ?? 0)) + ","
            + SVGElement.number(frame.vertical(bin.labels.value ?? 0))
        }.joined(separator: " ")))
    for bin in filled {
      let (mean, right) = (bin.meanProbability ?? 0, bin.labels.value ?? 0)
      let share = Double(bin.labels.total) / Double(most)
      chart.append(
        SVGElement("circle").with("class", "spot").with("cx", frame.horizontal(mean))
          .with("cy", frame.vertical(right)).with("r", 2.5 + 7 * share.squareRoot())
          .containing(
            SVGElement("title").text(
              "probability \(NumberText.fixed(mean, decimals: 2)): \(NumberText.percent(right)) "
                + "right of \(NumberText.count(bin.labels.total))")))
    }
    return chart.markup
  }
}
