/// Which models were trained on the novel classes.
enum LeakSection {
  private struct Row {
    let model: String
    let seen: String
    let novel: String
  }

  private struct View {
    let rows: [Row]
  }

  private static let template = """
    <p>A model that was trained on the novel classes makes their scores look better than they are.
    This table rests on the notes that come with the models.</p>
    <div class="scroll"><table class="plain"><thead><tr><th scope="col">model</th>
    <th scope="col">classes seen</th><th scope="col">novel classes seen</th></tr></thead><tbody>
    {{#rows}}<tr><th scope="row">{{model}}</th><td>{{seen}}</td><td>{{novel}}</td></tr>
    {{/rows}}</tbody></table></div>
    """

  static func make(_ leaks: [LeakNumbers]) throws -> PageSection {
    try PageSection(
      anchor: "leaks", heading: "Has a model seen the novel classes?", short: "Leaks",
      template: template,
      view: View(
        rows: leaks.map { leak in
          Row(
            model: leak.model, seen: NumberText.count(leak.classesSeen),
            novel: leak.novelSeen.isEmpty ? "none" : leak.novelSeen.joined(separator: ", "))
        }))
  }
}
