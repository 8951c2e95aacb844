@testable import Labeling

/// The JSON Schema of pipeline files, made of the tables and the doc comments.
struct ConfigurationSchema {
  let comments: ConfigurationDocComments

  /// A JSON value that keeps the order of its keys.
  indirect enum JSON {
    case text(String)
    /// A number, `true`, `false` or `null`, as written.
    case word(String)
    case list([JSON])
    case object([(String, JSON)])
  }

  /// The whole schema, draft 2020-12.
  var text: String {
    let root = section(PipelineSettings.table, extra: [])
    let head: [(String, JSON)] = [
      ("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
      ("title", .text("Pseudobox pipeline")),
      ("description", .text("A pipeline file, in YAML; relative paths start at its folder.")),
      ("type", .text("object")),
    ]
    return Self.written(.object(head + root), indent: "") + "\n"
  }

  private func section(_ table: SettingsTable, extra: [(String, JSON)]) -> [(String, JSON)] {
    var required = extra.map(\.0)
    var properties = extra
    for setting in table.settings {
      properties.append((setting.name, property(setting, of: table)))
      if isRequired(setting) { required.append(setting.name) }
    }
    var members: [(String, JSON)] = [("properties", .object(properties))]
    if !required.isEmpty { members.append(("required", .list(required.map { .text($0) }))) }
    return members + [("additionalProperties", .word("false"))]
  }

  private func isRequired(_ setting: Setting) -> Bool {
    if case .section(let table) = setting.kind { return table.settings.contains(where: isRequired) }
    if case .required = setting.fallback { return true }
    return false
  }

  private func property(_ setting: Setting, of table: SettingsTable) -> JSON {
    let name = ConfigurationDocComments.property(setting.name)
    var members: [(String, JSON)] = []
    let text = comments[table.type, name]
    if !text.isEmpty { members.append(("description", .text(text))) }
    if setting.name == "version" {
      return .object(members + [("const", .word(String(PipelineSettings.version)))])
    }
    switch setting.fallback {
    case .absent: members.append(("anyOf", .list([schema(setting.kind), .object(Self.null)])))
    default:
      guard case .object(let own) = schema(setting.kind) else { break }
      members += own
    }
    switch setting.fallback {
    case .value(let value): members.append(("default", .word(value.canonicalText)))
    case .absent: members.append(("default", .word("null")))
    case .byKey, .required: break
    }
    return .object(members)
  }

  private static let null: [(String, JSON)] = [("type", .text("null"))]

  private func schema(_ kind: SettingKind) -> JSON {
    switch kind {
    case .integer(let range):
      .object([
        ("type", .text("integer")), ("minimum", .word(String(range.lowerBound))),
        ("maximum", .word(String(range.upperBound))),
      ])
    case .number(let range):
      .object([
        ("type", .text("number")), ("minimum", .word(String(range.lowerBound))),
        ("maximum", .word(String(range.upperBound))),
      ])
    case .flag: .object([("type", .text("boolean"))])
    case .text: .object([("type", .text("string")), ("pattern", .text(#"^[^\n]*\S[^\n]*$"#))])
    case .path: .object([("type", .text("string")), ("pattern", .text(#"^(?!~(/|$))[^\n]+$"#))])
    case .choice(let words): .object([("enum", .list(words.map { .text($0) }))])
    case .template:
      .object([
        ("type", .text("string")),
        ("pattern", .text(#"^((?!\{\})[^\n])*\{\}((?!\{\})[^\n])*$"#)),
      ])
    case .list(let element, let count):
      .object([
        ("type", .text("array")), ("items", schema(element)),
        ("minItems", .word(String(count.lowerBound))),
        ("maxItems", .word(String(count.upperBound))),
      ])
    case .either(let one, let list): .object([("anyOf", .list([schema(one), schema(list)]))])
    case .section(let table):
      // A section may be empty, unless it has required keys.
      .object(
        [
          (
            "type",
            requires(table) ? .text("object") : .list([.text("object"), .text("null")])
          )
        ]
          + section(table, extra: []))
    case .variant(let variants):
      .object([
        (
          "oneOf",
          .list(
            variants.map { name, table in
              let kind: (String, JSON) = ("kind", .object([("const", .text(name))]))
              let text = comments[table.type, ""]
              return .object(
                [("description", .text(text)), ("type", .text("object"))]
                  + section(table, extra: [kind]))
            })
        )
      ])
    }
  }

  private func requires(_ table: SettingsTable) -> Bool {
    table.settings.contains(where: isRequired)
  }

  private static func written(_ json: JSON, indent: String) -> String {
    let inner = indent + "  "
    switch json {
    case .text(let text): return SettingValue.text(text).canonicalText
    case .word(let word): return word
    case .list(let elements):
      let texts = elements.map { written($0, indent: inner) }
      let line = "[" + texts.joined(separator: ", ") + "]"
      if line.count + indent.count <= 90, !line.contains("\n") { return line }
      return "[\n" + texts.map { inner + $0 }.joined(separator: ",\n") + "\n\(indent)]"
    case .object(let members):
      let texts = members.map { "\"\($0.0)\": " + written($0.1, indent: inner) }
      let line = "{" + texts.joined(separator: ", ") + "}"
      if line.count + indent.count <= 90, !line.contains("\n") { return line }
      return "{\n" + texts.map { inner + $0 }.joined(separator: ",\n") + "\n\(indent)}"
    }
  }
}
