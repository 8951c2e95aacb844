/// A sortable table of the ground truth's categories.
enum CategorySection {
  private struct Row {
    let name: String
    let split: String
    let pool: String
    let objects: Int
    let recall: Cell
    let top1: Cell
    let top5: Cell
  }

  /// Text of a cell and the number by which its column is sorted.
  private struct Cell {
    let text: String
    let value: Double

    init(_ proportion: Proportion) {
      text = NumberText.percent(proportion.value)
      value = proportion.value ?? -1
    }
  }

  private struct View {
    let rows: [Row]
  }

  private static let template = """
    <p>Sort by a column's heading; the worst classes first tell where to look.</p>
    <p><label class="filter" hidden>Filter <input type="search" data-filter="categories-table">
    </label></p>
    <div class="scroll tall"><table class="sortable" id="categories-table"><thead><tr>
    <th scope="col">class</th><th scope="col">split</th><th scope="col">in pool</th>
    <th scope="col">objects</th><th scope="col">found, IoU 0.5</th>
    <th scope="col">nearest right</th><th scope="col">in nearest five</th></tr></thead><tbody>
    {{#rows}}<tr><th scope="row" dir="auto">{{name}}</th><td dir="auto">{{split}}</td>
    <td>{{pool}}</td><td data-v="{{objects}}">{{objects}}</td>
    <td data-v="{{recall.value}}">{{recall.text}}</td>
    <td data-v="{{top1.value}}">{{top1.text}}</td>
    <td data-v="{{top5.value}}">{{top5.text}}</td></tr>
    {{/rows}}</tbody></table></div>
    """

  /// The section, most frequent categories first; those without objects are left out.
  static func make(_ categories: [CategoryNumbers]) throws -> PageSection {
    let rows = categories.filter { $0.recall50.total > 0 }
      .sorted { ($1.recall50.total, $0.id) < ($0.recall50.total, $1.id) }
      .map { category in
        Row(
          name: PageText.shortened(category.name, to: 80),
          split: PageText.shortened(category.split ?? NumberText.missing, to: 40),
          pool: category.isInPool ? "yes" : "no", objects: category.recall50.total,
          recall: Cell(category.recall50), top1: Cell(category.top1), top5: Cell(category.top5))
      }
    return try PageSection(
      anchor: "categories", heading: "Class by class", template: template,
      view: View(rows: rows))
  }
}
