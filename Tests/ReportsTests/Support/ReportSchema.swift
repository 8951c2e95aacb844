import Foundation

/// The JSON schema of `report.json`, made from the types in Sources/Reports/Numbers and their
/// documentation.
enum ReportSchema {
  private struct Property {
    let name: String
    let type: String
    let isOptional: Bool
    let text: String
  }

  private struct Definition {
    let name: String
    let text: String
    var properties: [Property] = []
  }

  static let url = BundledScenes.root.appendingPathComponent("schemas/report.schema.json")

  /// The whole schema, keys in byte order.
  static func text() throws -> String {
    var definitions: [String: Any] = [:]
    for definition in try read() { definitions[definition.name] = json(definition) }
    let root: [String: Any] = [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "report.json of pseudobox, version 2", "$ref": "#/$defs/Report",
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
      + [reports.appendingPathComponent("ReportFacts.swift")]
    return try files.flatMap { try definitions(in: String(contentsOf: $0, encoding: .utf8)) }
  }

  private static func definitions(in source: String) throws -> [Definition] {
    var found: [Definition] = []
    var comment: [String] = []
    var isOpen = false
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
    let isOptional = line.hasPrefix("@OrNull ")
    let text = isOptional ? line.dropFirst("@OrNull ".count) : line
    guard text.hasPrefix("public var "), !text.contains("{"), let colon = text.firstIndex(of: ":")
    else { return nil }
    let name = text[..<colon].dropFirst("public var ".count)
    var type = text[colon...].dropFirst(2)
    if isOptional { type = type.dropLast() }
    return Property(
      name: String(name), type: String(type), isOptional: isOptional, text: joined(comment))
  }

  private static func joined(_ comment: [String]) -> String {
    comment.split(separator: "").map { $0.joined(separator: " ") }.joined(separator: "\n")
  }

  private static func json(_ definition: Definition) -> [String: Any] {
    var properties: [String: Any] = [:]
    for property in definition.properties {
      var value = schema(of: property.type)
      if property.isOptional { value = ["anyOf": [value, ["type": "null"]]] }
      value["description"] = property.text
      properties[property.name] = value
    }
    if definition.name == "Proportion" {
      properties["value"] = [
        "type": ["number", "null"], "minimum": 0, "maximum": 1,
        "description": "hits / total; null when the total is 0.",
      ]
    }
    return [
      "type": "object", "description": definition.text, "properties": properties,
      "required": properties.keys.sorted(), "additionalProperties": false,
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
