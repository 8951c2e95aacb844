/// An SVG element; text and attribute values are escaped when it is written.
struct SVGElement {
  let name: String
  private var attributes: [(name: String, value: String)] = []
  private var content = ""

  init(_ name: String) {
    self.name = name
  }

  /// The element with a further attribute.
  func with(_ name: String, _ value: String) -> SVGElement {
    var result = self
    result.attributes.append((name, value))
    return result
  }

  /// The element with a number as attribute, to a hundredth of a unit.
  func with(_ name: String, _ value: Double) -> SVGElement {
    with(name, Self.number(value))
  }

  /// The element with text at the end of its content.
  func text(_ text: String) -> SVGElement {
    var result = self
    result.content += PageText.escaped(text)
    return result
  }

  /// Adds children at the end of the content.
  mutating func append(_ children: SVGElement...) {
    for child in children { content += child.markup }
  }

  /// The element with a child at the end of its content.
  func containing(_ child: SVGElement) -> SVGElement {
    var result = self
    result.append(child)
    return result
  }

  /// The element as HTML.
  var markup: String {
    let list = attributes.map { " \($0.name)=\"\(PageText.escaped($0.value))\"" }.joined()
    return content.isEmpty ? "<\(name)\(list)/>" : "<\(name)\(list)>\(content)</\(name)>"
  }

  /// A coordinate to a hundredth, without trailing zeros.
  static func number(_ value: Double) -> String {
    let hundredths = (value * 100).rounded()
    guard hundredths.isFinite, abs(hundredths) < 1e15 else { return "0" }
    let whole = Int(hundredths)
    if whole.isMultiple(of: 100) { return String(whole / 100) }
    return String(Double(whole) / 100)
  }
}
