import Foundation

/// Compares JSON with the part of JSON Schema that the report's schema uses.
struct SchemaCheck {
  private let definitions: [String: Any]

  /// Takes a schema whose definitions are under `$defs`.
  init(_ schema: [String: Any]) {
    definitions = schema["$defs"] as? [String: Any] ?? [:]
  }

  /// What does not fit, by path; empty when all does.
  func problems(_ value: Any, _ schema: [String: Any], at path: String = "$") -> [String] {
    if let name = schema["$ref"] as? String {
      let key = String(name.dropFirst("#/$defs/".count))
      guard let target = definitions[key] as? [String: Any] else { return ["no \(name)"] }
      return problems(value, target, at: path)
    }
    if let choices = schema["anyOf"] as? [[String: Any]] {
      let all = choices.map { problems(value, $0, at: path) }
      return all.contains { $0.isEmpty } ? [] : all.first ?? []
    }
    let types = schema["type"] as? [String] ?? (schema["type"] as? String).map { [$0] } ?? []
    guard types.contains(where: { Self.isOf(value, $0) }) else {
      return ["\(path): expected \(types), found \(value)"]
    }
    if let object = value as? [String: Any] { return members(object, schema, path) }
    if let list = value as? [Any], let items = schema["items"] as? [String: Any] {
      return list.enumerated().flatMap { problems($1, items, at: "\(path)[\($0)]") }
    }
    if let texts = schema["enum"] as? [String], let text = value as? String {
      return texts.contains(text) ? [] : ["\(path): expected one of \(texts), found \(text)"]
    }
    if let number = (value as? NSNumber)?.doubleValue, !(value is NSNull) {
      if let least = schema["minimum"] as? Double, number < least { return ["\(path): \(number)"] }
      if let most = schema["maximum"] as? Double, number > most { return ["\(path): \(number)"] }
    }
    return []
  }

  private func members(
    _ object: [String: Any], _ schema: [String: Any], _ path: String
  ) -> [String] {
    let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
    var problems = (schema["required"] as? [String] ?? []).filter { object[$0] == nil }
      .map { "\(path).\($0): missing" }
    for (name, value) in object {
      if let property = properties[name] {
        problems += self.problems(value, property, at: "\(path).\(name)")
      } else if let others = schema["additionalProperties"] as? [String: Any] {
        problems += self.problems(value, others, at: "\(path).\(name)")
      } else {
        problems.append("\(path).\(name): not in the schema")
      }
    }
    return problems
  }

  private static func isOf(_ value: Any, _ type: String) -> Bool {
    switch type {
    case "null": return value is NSNull
    case "string": return value is String
    case "array": return value is [Any]
    case "object": return value is [String: Any]
    case "boolean": return value is Bool
    case "integer":
      guard let number = value as? Double, !(value is NSNull) else { return false }
      return number == number.rounded()
    default: return value is Double && !(value is NSNull)
    }
  }
}
