/// The main numbers of both sides, one below the other.
enum HeadlineSection {
  private struct Row {
    let name: String
    let first: String
    let second: String
    let difference: String
    let kind: String
    let word: String
  }

  private struct View {
    let rows: [Row]
  }

  private static let template = """
    <p class="small">pp: percentage points. Where neither more nor less is better, no verdict is
    given. Each side is measured over all of its own images.</p>
    <div class="scroll"><table><thead><tr><th scope="col">measure</th><th scope="col">A</th>
    <th scope="col">B</th><th scope="col">B − A</th><th scope="col" class="text"></th></tr></thead>
    <tbody>{{#rows}}<tr><th scope="row">{{name}}</th><td>{{first}}</td><td>{{second}}</td>
    <td class="{{kind}}">{{difference}}</td><td class="text {{kind}}">{{word}}</td></tr>
    {{/rows}}</tbody></table></div>
    """

  static func make(_ changes: [HeadlineChange]) throws -> PageSection {
    try PageSection(
      anchor: "headlines", heading: "Side by side", template: template,
      view: View(
        rows: changes.map { change in
          let kind = DifferenceText.kind(change.difference, moreIsBetter: change.moreIsBetter)
          return Row(
            name: change.name, first: DifferenceText.value(change.first, change.unit),
            second: DifferenceText.value(change.second, change.unit),
            difference: DifferenceText.difference(change.difference, change.unit), kind: kind,
            word: kind == "up" ? "▲ better" : kind == "down" ? "▼ worse" : "")
        }))
  }
}
