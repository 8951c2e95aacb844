/// Which parts of the report have no numbers, and why.
enum AbsentSection {
  private struct Row {
    let part: String
    let reason: String
  }

  private struct View {
    let rows: [Row]
  }

  private static let template = """
    <p>These parts are not zero: they could not be measured.</p>
    <div class="scroll"><table><tbody>{{#rows}}<tr><th scope="row"><code>{{part}}</code></th>
    <td class="text">{{reason}}</td></tr>{{/rows}}</tbody></table></div>
    """

  /// The section; `nil` when everything was measured.
  static func make(_ absent: [String: String]) throws -> PageSection? {
    guard !absent.isEmpty else { return nil }
    return try PageSection(
      anchor: "absent", heading: "What could not be measured", short: "Not measured",
      template: template,
      view: View(
        rows: absent.sorted { $0.key < $1.key }.map {
          Row(part: $0.key, reason: PageText.shortened($0.value, to: 300))
        }))
  }
}
