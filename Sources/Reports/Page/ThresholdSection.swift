/// What thresholds on stored numbers keep, how much of it is right, and what it covers.
enum ThresholdSection {
  private struct Figure {
    let heading: String
    let chart: String
  }

  private struct View {
    let figures: [Figure]
    let columns: [String]
    let rows: [[String]]
  }

  private static let template = """
    <p>Nothing is computed again: every threshold can be read off the stored numbers. Precision counts
    kept labels of regions on an annotated object (IoU ≥ 0.5); other regions may be right about
    things that are not annotated. Coverage is the share of objects on which a kept and right label
    lies.</p>
    <div class="grid">{{#figures}}<figure><figcaption>{{heading}}</figcaption>{{{chart}}}</figure>
    {{/figures}}</div>
    <p class="tablename">Thresholds on max probability</p>
    <div class="scroll"><table><thead><tr>{{#columns}}<th scope="col">{{.}}</th>{{/columns}}</tr>
    </thead><tbody>{{#rows}}<tr>{{#.}}<td>{{.}}</td>{{/.}}</tr>
    {{/rows}}</tbody></table></div>
    """

  /// The section; `nil` without labels on annotated images.
  static func make(_ quality: LabelQuality, keepThreshold: Double?) throws -> PageSection? {
    guard !quality.thresholds.isEmpty else { return nil }
    var figures = [
      Figure(
        heading: "Max probability",
        chart: chart(quality.thresholds, measure: "max probability", mark: keepThreshold))
    ]
    for sweep in quality.sweeps where !sweep.rows.isEmpty {
      let name = name(of: sweep.measure)
      figures.append(
        Figure(
          heading: name.prefix(1).uppercased() + name.dropFirst(),
          chart: chart(sweep.rows, measure: name, mark: nil)))
    }
    let step = max(1, quality.thresholds.count / 10)
    let rows = stride(from: 0, to: quality.thresholds.count, by: step).map { place in
      let row = quality.thresholds[place]
      return [
        NumberText.fixed(row.threshold, decimals: 2), NumberText.percent(row.kept.value),
        NumberText.percent(row.precision.value), NumberText.percent(row.coverage.value),
      ]
    }
    return try PageSection(
      anchor: "thresholds", heading: "Which threshold?", short: "Thresholds", template: template,
      view: View(
        figures: figures, columns: ["at least", "kept", "precision", "coverage"], rows: rows))
  }

  private static func name(of measure: String) -> String {
    switch measure {
    case "cosine": "cosine of the nearest concept"
    case "margin": "margin to the second concept"
    case "proposal_score": "proposal score"
    default: measure.replacing("_", with: " ")
    }
  }

  private static func chart(
    _ rows: [ThresholdPrecision], measure: String, mark: Double?
  ) -> String {
    func points(_ share: (ThresholdPrecision) -> Double?) -> [(x: Double, y: Double)] {
      rows.compactMap { row in share(row).map { (row.threshold, $0) } }
    }
    let (low, high) = (rows.first?.threshold ?? 0, rows.last?.threshold ?? 1)
    let range = measure == "max probability" ? 0...1 : low...max(high, low + 1e-6)
    return LineChart(
      series: [
        .init(name: "precision", points: points { $0.precision.value }),
        .init(name: "share kept", points: points { $0.kept.value }),
        .init(name: "coverage", points: points { $0.coverage.value }),
      ],
      frame: PlotFrame(
        x: .linear(range), y: .linear(0...1), xTitle: "threshold on \(measure)", yTitle: "share",
        yText: { NumberText.fixed($0 * 100, decimals: 0) + " %" }),
      label: "Precision, share kept and coverage against the threshold on \(measure)", mark: mark
    ).markup
  }
}
