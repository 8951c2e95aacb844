/// Recall and average precision of the proposals.
enum ProposalSection {
  private struct Row {
    let group: String
    let objects: String
    let cells: [String]
  }

  private struct View {
    let note: String
    let warning: String?
    let chart: String
    let rows: [Row]
    let columns: [String]
    let precisions: [Precision]
  }

  private struct Precision {
    let measure: String
    let amount: String
  }

  private static let template = """
    <p>{{note}}</p>
    {{#warning}}<p class="warning">{{.}}</p>{{/warning}}
    <div class="grid">
    <figure><figcaption>Recall against the number of boxes</figcaption>{{{chart}}}</figure>
    <div><table><caption>Average precision without classes</caption><tbody>
    {{#precisions}}<tr><th scope="row">{{measure}}</th><td>{{amount}}</td></tr>
    {{/precisions}}</tbody></table>
    <p class="small">At most 100 boxes an image, 101 recall points, crowds ignored, as pycocotools
    counts it. Small, medium and large are COCO's (32 x 32 and 96 x 96 pixels); MAVL's bounds are 5 %
    and 20 % of the image.</p></div>
    </div>
    <p class="tablename">Recall with so many boxes an image; AR is the mean over IoU 0.5 to 0.95</p>
    <div class="scroll"><table>
    <thead><tr><th scope="col">objects</th><th scope="col">count</th>
    {{#columns}}<th scope="col">{{.}}</th>{{/columns}}</tr></thead><tbody>
    {{#rows}}<tr><th scope="row">{{group}}</th><td>{{objects}}</td>
    {{#cells}}<td>{{.}}</td>{{/cells}}</tr>
    {{/rows}}</tbody></table></div>
    """

  static func make(_ quality: ProposalQuality) throws -> PageSection {
    let sources = quality.sources.joined(separator: ", ")
    return try PageSection(
      anchor: "proposals", heading: "Are the objects found?", short: "Objects found",
      template: template,
      view: View(
        note: "Boxes of \(sources) on \(NumberText.count(quality.images)) annotated images, "
          + "whatever their labels.",
        warning: quality.isGroundTruth
          ? "These boxes are the ground truth's own: recall says nothing here." : nil,
        chart: chart(quality),
        rows: quality.groups.filter { $0.objects > 0 }.map(row),
        columns: tableColumns.map(\.title),
        precisions: [
          Precision(measure: "AP at IoU 0.5", amount: percent(quality.averagePrecision50)),
          Precision(measure: "AP at IoU 0.75", amount: percent(quality.averagePrecision75)),
          Precision(measure: "AP at IoU 0.5 to 0.95", amount: percent(quality.averagePrecision)),
        ]))
  }

  private static func percent(_ value: Double?) -> String {
    NumberText.percent(value)
  }

  /// A column of the table: which recall, with how many boxes an image.
  private struct Column {
    let title: String
    let boxes: Int
    let value: @Sendable (RecallPoint) -> Double
  }

  private static let tableColumns =
    [10, 50, 100, 300].map { Column(title: "R50@\($0)", boxes: $0, value: { $0.recall50 }) }
    + [50, 100].map { Column(title: "R75@\($0)", boxes: $0, value: { $0.recall75 }) }
    + [10, 100, 300].map { Column(title: "AR@\($0)", boxes: $0, value: { $0.average }) }

  private static func row(_ group: RecallGroup) -> Row {
    Row(
      group: PageText.shortened(group.name.replacing("mavl_", with: "MAVL "), to: 40),
      objects: NumberText.count(group.objects),
      cells: tableColumns.map { column in
        NumberText.percent(group.point(boxes: column.boxes).map(column.value))
      })
  }

  private static func chart(_ quality: ProposalQuality) -> String {
    let all = quality.group("all")?.points ?? []
    func series(_ name: String, _ value: (RecallPoint) -> Double) -> LineChart.Series {
      .init(name: name, points: all.map { (Double($0.boxes), value($0)) })
    }
    return LineChart(
      series: [
        series("IoU 0.5") { $0.recall50 }, series("IoU 0.75") { $0.recall75 },
        series("mean 0.5 to 0.95") { $0.average },
      ],
      frame: PlotFrame(
        x: .logarithmic(5...300, marks: RecallTally.boxCounts.map(Double.init)),
        y: .linear(0...1), xTitle: "boxes an image", yTitle: "recall",
        yText: { NumberText.fixed($0 * 100, decimals: 0) + " %" }),
      label: "Recall against the number of boxes", showsDots: true
    ).markup
  }
}
