/// Which settings, models and digests differ.
enum SettingChangeSection {
  private struct Row {
    let key: String
    let first: String
    let second: String
  }

  private struct View {
    let first: String
    let second: String
    let hasRows: Bool
    let rows: [Row]
  }

  private static let template = """
    <p>A is <bdi>{{first}}</bdi>, B is <bdi>{{second}}</bdi>.</p>
    {{#hasRows}}<div class="scroll"><table class="provenance"><thead><tr><th scope="col">setting</th>
    <th scope="col" class="text">A</th><th scope="col" class="text">B</th></tr></thead><tbody>
    {{#rows}}<tr><th scope="row">{{key}}</th><td>{{first}}</td><td>{{second}}</td></tr>
    {{/rows}}</tbody></table></div>{{/hasRows}}
    {{^hasRows}}<p>Settings, models, pools and inputs are the same.</p>{{/hasRows}}
    """

  static func make(_ numbers: ComparisonNumbers) throws -> PageSection {
    let rows = numbers.settings.map { change in
      Row(
        key: PageText.shortened(change.key, to: 100),
        first: PageText.shortened(change.first ?? NumberText.missing, to: 200),
        second: PageText.shortened(change.second ?? NumberText.missing, to: 200))
    }
    return try PageSection(
      anchor: "settings", heading: "How they were made", short: "Settings", template: template,
      view: View(
        first: PageText.shortened(numbers.first, to: 200),
        second: PageText.shortened(numbers.second, to: 200), hasRows: !rows.isEmpty, rows: rows))
  }
}
