import Records

/// What the worst-named classes are taken for, each answer with an example.
enum ConfusionSection {
  private struct Cell {
    let kind: String
    let name: String
    let amount: String
    let crops: [CropView]
  }

  private struct Row {
    let link: String?
    let name: String
    let share: String
    let cells: [Cell]
    let others: String?
  }

  private struct View {
    let rows: [Row]
  }

  private static let template = """
    <p>The classes with most wrong labels, and which concepts their objects are given. A class's name
    leads to more of its examples.</p>
    <p class="legend"><span class="key right">right ✓</span>
    <span class="key wrong">wrong ✗</span></p><div class="scroll">
    <table class="confusion"><thead><tr><th scope="col">class</th><th scope="col">right</th>
    <th scope="col" class="text">taken for</th></tr></thead><tbody>
    {{#rows}}<tr><th scope="row" dir="auto">{{#link}}<a href="#{{.}}">{{name}}</a>{{/link}}\
    {{^link}}{{name}}{{/link}}</th><td>{{share}}</td>
    <td class="text"><div class="answers">{{#cells}}<div class="answer">\(CropView.template)
    <span><span class="chip {{kind}}">{{amount}}</span> <bdi>{{name}}</bdi></span></div>
    {{/cells}}{{#others}}<span class="small">{{.}}</span>{{/others}}</div></td></tr>
    {{/rows}}</tbody></table></div>
    """

  /// Whether the page has the section: when something is confused.
  static func isShown(_ report: Report) -> Bool {
    report.labelQuality?.confusion.contains { $0.top1.hits < $0.top1.total } ?? false
  }

  /// The section; `nil` when nothing is confused; `classes` are those with examples on the page.
  static func make(
    _ report: Report, classes: Set<Int>, pictures: PictureSet
  ) throws -> PageSection? {
    let wrong = (report.labelQuality?.confusion ?? []).filter { $0.top1.hits < $0.top1.total }
    guard isShown(report) else { return nil }
    return try PageSection(
      anchor: "confusion", heading: "What is taken for what?", short: "Confusion",
      template: template,
      view: View(rows: wrong.map { row($0, classes: classes, pictures: pictures) }))
  }

  /// The crops that the section shows.
  static func crops(_ rows: [ConfusionRow]) -> [PictureSet.Crop] {
    rows.flatMap { $0.predictions.map(\.example.crop) }
  }

  private static func row(
    _ row: ConfusionRow, classes: Set<Int>, pictures: PictureSet
  ) -> Row {
    Row(
      link: classes.contains(row.categoryID) ? "class-\(row.categoryID)" : nil,
      name: PageText.shortened(row.name, to: 80),
      share: NumberText.share(row.top1),
      cells: row.predictions.map { cell($0, of: row, pictures: pictures) },
      others: row.others > 0 ? "and \(NumberText.count(row.others)) of other concepts" : nil)
  }

  private static func cell(
    _ cell: ConfusionCell, of row: ConfusionRow, pictures: PictureSet
  ) -> Cell {
    let name = PageText.shortened(cell.name, to: 60)
    let kind = BoxOverlay.kind(isRight: cell.isRight)
    let sign = BoxOverlay.sign(isRight: cell.isRight)
    let crop = pictures.crops[cell.example.crop].map { address in
      CropView(
        address: address, kind: kind, text: "",
        about: "\(PageText.shortened(row.name, to: 80)), given \(name), in "
          + PageText.shortened(cell.example.key, to: 200))
    }
    return Cell(
      kind: kind, name: name, amount: "\(NumberText.count(cell.objects))\(sign)",
      crops: crop.map { [$0] } ?? [])
  }
}

extension ExampleRegion {
  /// The region as a crop.
  var crop: PictureSet.Crop {
    let edges = box.count == 4 ? box : [0, 0, 1, 1]
    return PictureSet.Crop(
      key: ImageKey(key), box: Box(x1: edges[0], y1: edges[1], x2: edges[2], y2: edges[3]))
  }
}
