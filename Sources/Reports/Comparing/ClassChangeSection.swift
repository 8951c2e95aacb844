/// Which classes gained and which lost.
enum ClassChangeSection {
  private struct Row {
    let id: Int
    let link: String?
    let name: String
    let split: String
    let cells: [TableCell]
  }

  private struct View {
    let chart: String
    let rows: [Row]
    let note: String?
  }

  private static let rowsMax = 2_000

  private static let template = """
    <p>Objects of the ground truth on shared images: the region on each, and whether its nearest
    concept is the class. Dots above the line are classes that B names better.</p>
    <figure><figcaption>Share of objects named rightly</figcaption>{{{chart}}}</figure>
    {{#note}}<p class="small">{{.}}</p>{{/note}}
    <p><label class="filter" hidden>Filter <input type="search" data-filter="classes-table">
    </label></p><div class="scroll tall" tabindex="0" role="region" aria-label="Classes">
    <table class="sortable" id="classes-table"><thead><tr><th scope="col">class</th>
    <th scope="col" class="text">split</th><th scope="col">objects</th><th scope="col">found, A</th>
    <th scope="col">found, B</th><th scope="col">right, A</th><th scope="col">right, B</th>
    <th scope="col">B − A</th><th scope="col">mended</th><th scope="col">broken</th></tr></thead>
    <tbody>{{#rows}}<tr id="row-{{id}}"><th scope="row" dir="auto">{{#link}}\
    <a href="#{{.}}">{{name}}</a>{{/link}}{{^link}}{{name}}{{/link}}</th>
    <td class="text" dir="auto">{{split}}</td>
    {{#cells}}<td data-v="{{value}}">{{text}}</td>{{/cells}}</tr>
    {{/rows}}</tbody></table></div>
    """

  static func make(_ finished: FinishedComparison) throws -> PageSection {
    let shown = Set(finished.moves.prefix(ComparisonPage.classesShown).map(\.change.id))
    let classes = finished.numbers.classes.sorted {
      ($1.mended + $1.broken, $0.id) < ($0.mended + $0.broken, $1.id)
    }
    return try PageSection(
      anchor: "classes", heading: "Class by class", short: "Classes", template: template,
      view: View(
        chart: chart(classes), rows: classes.prefix(rowsMax).map { row($0, shown: shown) },
        note: classes.count > rowsMax
          ? "\(NumberText.count(classes.count - rowsMax)) more are in compare.json." : nil))
  }

  private static func share(_ hits: Int, _ change: ClassChange) -> Double? {
    Proportion(hits: hits, total: change.objects).value
  }

  private static func row(_ change: ClassChange, shown: Set<Int>) -> Row {
    let (first, second) = (share(change.rightFirst, change), share(change.rightSecond, change))
    let difference = first.flatMap { first in second.map { $0 - first } }
    let gain = TableCell(
      DifferenceText.difference(difference, .share), sortedBy: difference)
    func count(_ value: Int) -> TableCell {
      TableCell(NumberText.count(value), sortedBy: Double(value))
    }
    return Row(
      id: change.id, link: shown.contains(change.id) ? "moved-\(change.id)" : nil,
      name: PageText.shortened(change.name, to: 80),
      split: PageText.shortened(change.split ?? NumberText.missing, to: 40),
      cells: [
        count(change.objects), TableCell(share(change.foundFirst, change)),
        TableCell(share(change.foundSecond, change)), TableCell(first), TableCell(second), gain,
        count(change.mended), count(change.broken),
      ])
  }

  private static func chart(_ classes: [ClassChange]) -> String {
    let dots = classes.prefix(rowsMax).compactMap { change -> ScatterChart.Dot? in
      guard let first = share(change.rightFirst, change),
        let second = share(change.rightSecond, change)
      else { return nil }
      return .init(
        x: first, y: second,
        title: "\(PageText.shortened(change.name, to: 80)): A \(NumberText.percent(first)), "
          + "B \(NumberText.percent(second)) of \(NumberText.count(change.objects))",
        target: "row-\(change.id)")
    }
    func percent(_ value: Double) -> String { NumberText.fixed(value * 100, decimals: 0) + " %" }
    return ScatterChart(
      dots: dots,
      frame: PlotFrame(
        x: .linear(0...1), y: .linear(0...1), xTitle: "right in A (share of objects)",
        yTitle: "right in B", yText: percent),
      label: "Share of each class's objects that B names rightly against that of A"
    ).markup
  }
}
