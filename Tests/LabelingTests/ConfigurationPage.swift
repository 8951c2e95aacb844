@testable import Labeling

/// The page that describes every key, made of the tables and the doc comments.
struct ConfigurationPage {
  let comments: ConfigurationDocComments

  /// The page in Markdown.
  var text: String {
    var text = """
      # Pipeline files

      A pipeline file says what to read and how to work. It is YAML; keys that it leaves out take
      the defaults below, unknown keys are mistakes. Relative paths start at the file's folder; `~`
      and `${NAME}` are not expanded. Any key can be set on the command line as well, where relative
      paths start at the current folder:

          pseudobox run pipelines/coco-style.yaml --set input.images=/data/photos --set plan.unit_images=256

      Lists and mappings are written there as YAML (`--set 'regions.teacher.scales=[1, 1.5]'`), an
      element of a list is named by its number (`--set regions.proposals.0.top=100`).

      `version: 1` is required at the top. The last column says which pass runs again when the key
      changes. [pipeline.schema.json](pipeline.schema.json) says the same to editors and validators;
      both are made from the program (`PSEUDOBOX_RECORD=1 swift test --filter ConfigurationSchema`).

      """
    for setting in PipelineSettings.table.settings {
      guard case .section(let table) = setting.kind else { continue }
      text += section(table, name: setting.name)
    }
    return text
  }

  private func section(_ table: SettingsTable, name: String) -> String {
    var text = "\n## \(name)\n\n\(comments[table.type, ""])\n\n" + rows(table)
    for setting in table.settings {
      text += choices(of: setting)
    }
    for setting in table.settings {
      switch setting.kind {
      case .section(let inner): text += section(inner, name: "\(name).\(setting.name)")
      case .list(.variant(let variants), _):
        text += "\n## \(name).\(setting.name)\n\n\(comments[table.type, setting.name]) "
        text += "Each element names its `kind`.\n"
        for (kind, inner) in variants {
          text += "\n### kind: \(kind)\n\n\(comments[inner.type, ""])\n\n" + rows(inner)
        }
      default: break
      }
    }
    return text
  }

  private func rows(_ table: SettingsTable) -> String {
    var text = ""
    for setting in table.settings {
      switch setting.kind {
      case .section, .list(.variant, _): continue
      default: break
      }
      let name = ConfigurationDocComments.property(setting.name)
      let passes = PipelineSettings.Pass.allCases.filter(setting.passes.contains)
      let cells = [
        "`\(setting.name)`", comments[table.type, name], setting.kind.expectation,
        fallback(setting),
        passes.isEmpty ? "nothing" : passes.map(\.rawValue).joined(separator: ", "),
      ]
      text += "| " + cells.joined(separator: " | ") + " |\n"
    }
    let head = "| key | what it does | takes | default | changes |\n|---|---|---|---|---|\n"
    return text.isEmpty ? "" : head + text
  }

  private func fallback(_ setting: Setting) -> String {
    switch setting.fallback {
    case .required: "required"
    case .absent: "none"
    case .value(.text(let text)): text
    case .value(.list(let values)):
      "`["
        + values.map { value in
          if case .text(let text) = value { return text }
          return value.canonicalText
        }.joined(separator: ", ") + "]`"
    case .value(let value): value.canonicalText
    case .byKey: ""
    }
  }

  private func choices(of setting: Setting) -> String {
    let meanings = comments.choices(setting.kind.words)
    guard !meanings.isEmpty else { return "" }
    return "\n`\(setting.name)`:\n\n"
      + meanings.map { "- `\($0.raw)`: \($0.text)\n" }.joined()
  }
}

extension SettingKind {
  /// The words that the key takes, in whatever place; empty when it takes no words.
  var words: [String] {
    switch self {
    case .choice(let words): words
    case .list(let element, _): element.words
    case .either(let one, _): one.words
    case .integer, .number, .flag, .text, .path, .template, .section, .variant: []
    }
  }
}
