/// Checks one value against what its key takes.
struct SettingChecker {
  /// Turns paths into ones that can be opened.
  let locator: PathLocator
  /// What is wrong with the value; empty when `check` gave one.
  private(set) var mistakes: [ConfigurationMistake] = []

  /// Starts without mistakes.
  init(locator: PathLocator) {
    self.locator = locator
  }

  /// The value of a node that is not a section, or `nil` with at least one mistake noted.
  mutating func check(
    _ node: ConfigurationNode, _ kind: SettingKind, name: String
  ) -> SettingValue? {
    switch kind {
    case .either(let one, let list):
      if case .list = node.content { return check(node, list, name: name) }
      return check(node, one, name: name)
    case .list(let element, let count):
      return checkList(node, kind, element, count, name: name)
    case .section, .variant:
      preconditionFailure("mappings are the resolver's")
    default:
      guard case .scalar(let text, let isPlain) = node.content, !node.isNull else {
        return refuse(node, kind, name)
      }
      return checkScalar(text, isPlain, node, kind, name: name)
    }
  }

  private mutating func checkList(
    _ node: ConfigurationNode, _ kind: SettingKind, _ element: SettingKind,
    _ count: ClosedRange<Int>, name: String
  ) -> SettingValue? {
    guard case .list(let nodes) = node.content, count.contains(nodes.count) else {
      return refuse(node, kind, name)
    }
    var values: [SettingValue] = []
    for (index, node) in nodes.enumerated() {
      if let value = check(node, element, name: "\(name).\(index)") { values.append(value) }
    }
    return values.count == nodes.count ? .list(values) : nil
  }

  private mutating func checkScalar(
    _ text: String, _ isPlain: Bool, _ node: ConfigurationNode, _ kind: SettingKind, name: String
  ) -> SettingValue? {
    switch kind {
    case .integer(let range):
      guard isPlain, let value = Int(text), range.contains(value) else { break }
      return .integer(value)
    case .number(let range):
      guard isPlain, let value = Self.number(text), range.contains(value) else { break }
      return .number(value)
    case .flag:
      if isPlain, text == "true" || text == "false" { return .flag(text == "true") }
      let yes = ["true", "yes", "on", "y", "1"].contains(text.lowercased())
      let no = ["false", "no", "off", "n", "0"].contains(text.lowercased())
      return refuse(node, kind, name, suggestion: yes ? "true" : no ? "false" : nil)
    case .choice(let words):
      if words.contains(text) { return .text(text) }
      let word = SpellingSuggestion.closest(to: text, in: words)
      return refuse(node, kind, name, suggestion: word.map { "'\($0)'" })
    case .text:
      guard Self.isOneLine(text) else { break }
      return .text(text)
    case .template:
      guard Self.isOneLine(text),
        text.split(separator: "{}", omittingEmptySubsequences: false)
          .count == 2
      else { break }
      return .text(text)
    case .path:
      guard Self.isOneLine(text) else { break }
      if text == "~" || text.hasPrefix("~/") {
        return refuse(node, kind, name, expected: "a path without ~, which is not expanded")
      }
      return .path(locator.path(text, at: node.place))
    case .list, .either, .section, .variant:
      preconditionFailure("not a scalar")
    }
    return refuse(node, kind, name)
  }

  private mutating func refuse(
    _ node: ConfigurationNode, _ kind: SettingKind, _ name: String, expected: String? = nil,
    suggestion: String? = nil
  ) -> SettingValue? {
    mistakes.append(
      ConfigurationMistake(
        node.place, "\(name) does not fit", expected: expected ?? kind.expectation,
        found: node.summary, suggestion: suggestion))
    return nil
  }

  // Decimal only: `Double` alone would also read hexadecimal, infinity and NaN.
  private static func number(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }),
      let value = Double(text), value.isFinite
    else { return nil }
    return value
  }

  private static func isOneLine(_ text: String) -> Bool {
    text.contains { !$0.isWhitespace }
      && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  }
}
