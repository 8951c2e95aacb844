/// A number with its name and what it means, one row of a table.
struct FactRow {
  let measure: String
  let amount: String
  let meaning: String

  /// The table of a view's `facts`.
  static let template = """
    <div class="scroll"><table><tbody>{{#facts}}<tr><th scope="row">{{measure}}</th>
    <td>{{amount}}</td><td class="text meaning">{{meaning}}</td></tr>
    {{/facts}}</tbody></table></div>
    """
}
