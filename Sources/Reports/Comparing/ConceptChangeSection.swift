/// Concepts that came, went, or gained and lost regions.
enum ConceptChangeSection {
  private struct Row {
    let name: String
    let state: String
    let cells: [TableCell]
  }

  private struct View {
    let note: String
    let hasRows: Bool
    let rows: [Row]
  }

  private static let rowsMax = 1_000

  private static let template = """
    <p>{{note}}</p>{{#hasRows}}<p><label class="filter" hidden>Filter
    <input type="search" data-filter="concepts-table"></label></p>
    <div class="scroll tall" tabindex="0" role="region" aria-label="Concepts">
    <table class="sortable" id="concepts-table"><thead><tr><th scope="col">concept</th>
    <th scope="col" class="text">in</th><th scope="col">regions, A</th><th scope="col">regions, B</th>
    <th scope="col">B − A</th><th scope="col">in captions, A</th><th scope="col">in captions, B</th>
    </tr></thead><tbody>{{#rows}}<tr><th scope="row" dir="auto">{{name}}</th>
    <td class="text">{{state}}</td>{{#cells}}<td data-v="{{value}}">{{text}}</td>{{/cells}}</tr>
    {{/rows}}</tbody></table></div>{{/hasRows}}
    """

  static func make(_ changes: ConceptChanges) throws -> PageSection {
    let rows = changes.rows.prefix(rowsMax).map(row)
    var note =
      "\(NumberText.count(changes.both)) concepts are in both pools, "
      + "\(NumberText.count(changes.addedTotal)) in B alone, "
      + "\(NumberText.count(changes.removedTotal)) in A alone."
    note +=
      rows.isEmpty
      ? " No concept gained or lost a region."
      : " Listed are those that came, went or changed, most regions first."
    return try PageSection(
      anchor: "concepts", heading: "Concepts", template: template,
      view: View(note: note, hasRows: !rows.isEmpty, rows: rows))
  }

  private static func row(_ change: ConceptChange) -> Row {
    func cell(_ value: Int?) -> TableCell {
      TableCell(
        value.map(NumberText.count) ?? NumberText.missing, sortedBy: value.map(Double.init))
    }
    let difference = Double(change.difference)
    return Row(
      name: PageText.shortened(change.name, to: 80),
      state: change.regionsFirst == nil
        ? "B alone" : change.regionsSecond == nil ? "A alone" : "both",
      cells: [
        cell(change.regionsFirst), cell(change.regionsSecond),
        TableCell(DifferenceText.difference(difference, .count), sortedBy: difference),
        cell(change.occurrencesFirst), cell(change.occurrencesSecond),
      ])
  }
}
