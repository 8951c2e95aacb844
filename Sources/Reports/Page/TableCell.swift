/// Text of a table's cell and the number by which its column is sorted.
struct TableCell {
  let text: String
  /// For `data-v`: empty where there is no number, which sorts to the end.
  let value: String

  /// A share as percent.
  init(_ share: Double?) {
    text = NumberText.percent(share)
    value = share.map { SVGElement.number($0 * 1e4) } ?? ""
  }

  /// Any number with its text.
  init(_ text: String, sortedBy value: Double?) {
    self.text = text
    self.value = value.map { "\($0)" } ?? ""
  }
}
