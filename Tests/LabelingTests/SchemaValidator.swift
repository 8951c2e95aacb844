import Foundation

@testable import Labeling

/// Validates a pipeline's nodes against a JSON Schema: the keywords that ours uses, and no more.
struct SchemaValidator {
  /// The keywords that are understood; a schema with others would be checked in part only.
  static let keywords: Set<String> = [
    "$schema", "title", "description", "default", "type", "enum", "const", "minimum", "maximum",
    "pattern", "items", "minItems", "maxItems", "properties", "required", "additionalProperties",
    "anyOf", "oneOf",
  ]

  let schema: [String: Any]

  /// Whether `node` conforms.
  func accepts(_ node: ConfigurationNode) -> Bool {
    Self.accepts(node, schema)
  }

  private static func accepts(_ node: ConfigurationNode, _ schema: [String: Any]) -> Bool {
    precondition(keywords.isSuperset(of: schema.keys), "\(schema.keys)")
    if let types = schema["type"].map(list), !types.contains(where: { fits(node, $0) }) {
      return false
    }
    if let words = schema["enum"].map(list), !words.contains(text(node) ?? "\u{0}") { return false }
    if let word = schema["const"], text(node) != "\(word)" { return false }
    if let number = number(node) {
      if let minimum = schema["minimum"] as? NSNumber, number < minimum.doubleValue { return false }
      if let maximum = schema["maximum"] as? NSNumber, number > maximum.doubleValue { return false }
    }
    if let pattern = schema["pattern"] as? String, let text = text(node),
      text.range(of: pattern, options: .regularExpression) == nil
    {
      return false
    }
    if let schemas = schema["anyOf"] as? [[String: Any]],
      !schemas.contains(where: { accepts(node, $0) })
    {
      return false
    }
    if let schemas = schema["oneOf"] as? [[String: Any]],
      schemas.count(where: { accepts(node, $0) }) != 1
    {
      return false
    }
    return membersFit(node, schema)
  }

  private static func membersFit(_ node: ConfigurationNode, _ schema: [String: Any]) -> Bool {
    switch node.content {
    case .scalar: return true
    case .list(let elements):
      if let least = schema["minItems"] as? Int, elements.count < least { return false }
      if let most = schema["maxItems"] as? Int, elements.count > most { return false }
      guard let items = schema["items"] as? [String: Any] else { return true }
      return elements.allSatisfy { accepts($0, items) }
    case .mapping(let entries):
      let names = Set(entries.map(\.name))
      if let required = schema["required"].map(list), !names.isSuperset(of: required) {
        return false
      }
      guard let properties = schema["properties"] as? [String: [String: Any]] else { return true }
      return entries.allSatisfy { entry in
        properties[entry.name].map { accepts(entry.value, $0) } ?? false
      }
    }
  }

  private static func fits(_ node: ConfigurationNode, _ type: String) -> Bool {
    switch (node.content, type) {
    case (.mapping, "object"), (.list, "array"): true
    case (.scalar, "null"): node.isNull
    case (.scalar, "integer"): number(node).map { $0 == $0.rounded() } ?? false
    case (.scalar, "number"): number(node) != nil
    case (.scalar, "boolean"): ["true", "false"].contains(plain(node))
    case (.scalar, "string"):
      number(node) == nil && !node.isNull && !["true", "false"].contains(plain(node))
    default: false
    }
  }

  private static func list(_ value: Any) -> [String] {
    value as? [String] ?? [value as? String ?? ""]
  }

  private static func text(_ node: ConfigurationNode) -> String? {
    guard case .scalar(let text, _) = node.content else { return nil }
    return text
  }

  private static func plain(_ node: ConfigurationNode) -> String {
    guard case .scalar(let text, isPlain: true) = node.content else { return "" }
    return text
  }

  private static func number(_ node: ConfigurationNode) -> Double? {
    let text = plain(node)
    let isDecimal = !text.isEmpty && text.allSatisfy { "0123456789+-.eE".contains($0) }
    return isDecimal ? Double(text) : nil
  }
}
