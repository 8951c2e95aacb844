import Foundation

@testable import Reports

/// The JSON schema of `report.json` or `compare.json`, made from the types in Sources/Reports and
/// their documentation.
struct ReportSchema {
  /// `report.json`'s.
  static let report = ReportSchema(
    name: "report", root: "Report", version: Report.currentVersion)
  /// `compare.json`'s.
  static let comparison = ReportSchema(
    name: "compare", root: "ComparisonNumbers", version: ComparisonNumbers.currentVersion)

  private struct Property {
    let name: String
    let type: String
    let isOptional: Bool
    /// Whether it is written without a value, as `null`, or else left out.
    let isNullable: Bool
    let text: String
  }

  private struct Definition {
    let name: String
    let text: String
    var properties: [Property] = []
    /// The values of an enumeration; empty for a structure.
    var cases: [String] = []
  }

  private let name: String
  private let root: String
  private let version: Int

  var url: URL {
    BundledScenes.root.appendingPathComponent("schemas/\(name).schema.json")
  }

  /// The whole schema, keys in byte order; it holds the types that the root leads to.
  func text() throws -> String {
    let all = Dictionary(
      try Self.read().map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var definitions: [String: Any] = [:]
    var rest = [root]
    while let next = rest.popLast() {
      guard definitions[next] == nil, let definition = all[next] else { continue }
      definitions[next] = Self.json(definition)
      rest += definition.properties.flatMap { property in
        property.type.split { !$0.isLetter && !$0.isNumber }.map(String.init)
      }
    }
    let root: [String: Any] = [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "\(name).json of pseudobox, version \(version)", "$ref": "#/$defs/\(root)",
      "$defs": definitions,
    ]
    let data = try JSONSerialization.data(
      withJSONObject: root, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  private static func read() throws -> [Definition] {
    let reports = BundledScenes.root.appendingPathComponent("Sources/Reports")
    let numbers = reports.appendingPathComponent("Numbers")
    let names = try FileManager.default.contentsOfDirectory(atPath: numbers.path)
      .filter { $0.hasSuffix(".swift") && $0 != "OrNull.swift" }.sorted()
    let files =
      names.map { numbers.appendingPathComponent($0) }
      + ["ReportFacts.swift", "Comparing/ComparisonNumbers.swift"].map {
        reports.appendingPathComponent($0)
      }
    return try files.flatMap { try definitions(in: String(contentsOf: $0, encoding: .utf8)) }
  }

  private static func definitions(in source: String) throws -> [Definition] {
    var found: [Definition] = []
    var comment: [String] = []
    var isOpen = false
    var isInEnumeration = false
    for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
      let text = line.drop { $0 == " " }
      if text.hasPrefix("///") {
        comment.append(String(text.dropFirst(3).drop { $0 == " " }))
      } else if line.hasPrefix("public struct "), line.contains(": Codable") {
        let name = line.dropFirst("public struct ".count).prefix { $0 != ":" }
        found.append(Definition(name: String(name), text: joined(comment)))
        isOpen = true
        comment = []
      } else if line.hasPrefix("public ") || line == "}" || line.hasPrefix("extension ") {
        isOpen = false
        comment = []
      } else if isOpen, text.hasPrefix("public enum ") {
        let name = text.dropFirst("public enum ".count).prefix { $0 != ":" }
        // Before its structure, which further properties belong to.
        found.insert(Definition(name: String(name), text: joined(comment)), at: found.count - 1)
        comment = []
        isInEnumeration = true
      } else if text == "}" {
        isInEnumeration = false
      } else if isInEnumeration, text.hasPrefix("case ") {
        found[found.count - 2].cases.append(String(text.dropFirst("case ".count)))
      } else if isOpen, let property = property(text, comment) {
        found[found.count - 1].properties.append(property)
        comment = []
      } else {
        comment = []
      }
    }
    return found
  }

  private static func property(_ line: Substring, _ comment: [String]) -> Property? {
    let isNullable = line.hasPrefix("@OrNull ")
    let text = isNullable ? line.dropFirst("@OrNull ".count) : line
    guard text.hasPrefix("public var "), !text.contains("{") else { return nil }
    let parts = text.dropFirst("public var ".count).split(separator: " = ")
    let name = parts[0].prefix { $0 != ":" }
    // What begins with a number and says no type is a count.
    let type = parts[0].contains(":") ? parts[0].dropFirst(name.count + 2) : "Int"
    let isOptional = type.hasSuffix("?")
    return Property(
      name: String(name), type: String(isOptional ? type.dropLast() : type),
      isOptional: isOptional && !isNullable, isNullable: isNullable, text: joined(comment))
  }

  private static func joined(_ comment: [String]) -> String {
    comment.split(separator: "").map { $0.joined(separator: " ") }.joined(separator: "\n")
  }

  private static func json(_ definition: Definition) -> [String: Any] {
    guard definition.cases.isEmpty else {
      return ["type": "string", "description": definition.text, "enum": definition.cases]
    }
    var properties: [String: Any] = [:]
    for property in definition.properties {
      var value = schema(of: property.type)
      if property.isNullable { value = ["anyOf": [value, ["type": "null"]]] }
      value["description"] = property.text
      properties[property.name] = value
    }
    if definition.name == "Proportion" {
      properties["value"] = [
        "type": ["number", "null"], "minimum": 0, "maximum": 1,
        "description": "hits / total; null when the total is 0.",
      ]
    }
    let optional = definition.properties.filter(\.isOptional).map(\.name)
    return [
      "type": "object", "description": definition.text, "properties": properties,
      "required": properties.keys.filter { !optional.contains($0) }.sorted(),
      "additionalProperties": false,
    ]
  }

  private static func schema(of type: String) -> [String: Any] {
    switch type {
    case "Int": return ["type": "integer"]
    case "Double", "Float": return ["type": "number"]
    case "String": return ["type": "string"]
    case "Bool": return ["type": "boolean"]
    case _ where type.hasPrefix("[String: "):
      let value = String(type.dropFirst("[String: ".count).dropLast())
      return ["type": "object", "additionalProperties": schema(of: value)]
    case _ where type.hasPrefix("["):
      return ["type": "array", "items": schema(of: String(type.dropFirst().dropLast()))]
    default: return ["$ref": "#/$defs/\(type)"]
    }
  }
}
