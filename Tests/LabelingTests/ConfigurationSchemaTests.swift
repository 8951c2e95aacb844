import Foundation
import Testing

@testable import Labeling

/// The schema and the page of keys say what the decoder does.
///
/// Both files are made from the tables and doc comments; `PSEUDOBOX_RECORD=1` writes them anew, and
/// such a run fails, so that it is not taken for a test.
struct ConfigurationSchemaTests {
  static let root = ConfigurationPipelinesTests.root
  let comments: ConfigurationDocComments

  init() throws {
    comments = try ConfigurationDocComments(
      folder: Self.root.appending(path: "Sources/Labeling/Configuration"))
  }

  @Test func `the schema in the repository is that of the decoder`() throws {
    try compare(ConfigurationSchema(comments: comments).text, "schemas/pipeline.schema.json")
  }

  @Test func `the page of keys in the repository is that of the decoder`() throws {
    try compare(ConfigurationPage(comments: comments).text, "schemas/pipeline.md")
  }

  @Test func `every key and every choice is described`() {
    for table in Self.tables(of: PipelineSettings.table) {
      #expect(!comments[table.type, ""].isEmpty, "\(table.type)")
      for setting in table.settings where setting.name != "version" {
        let name = ConfigurationDocComments.property(setting.name)
        #expect(!comments[table.type, name].isEmpty, "\(table.type).\(name)")
        let described = comments.choices(setting.kind.words).filter { !$0.text.isEmpty }
        let words = Set(setting.kind.words).subtracting(["auto"])
        #expect(Set(described.map(\.raw)) == words, "\(table.type).\(name)")
      }
    }
  }

  @Test func `the schema's keys are the decoder's, and the other way round`() throws {
    let data = try Data(contentsOf: Self.root.appending(path: "schemas/pipeline.schema.json"))
    let schema = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let known = Self.tables(of: PipelineSettings.table).flatMap { $0.settings.map(\.name) }
    #expect(Set(Self.properties(in: schema)) == Set(known + ["kind"]))
    #expect(
      Self.properties(in: schema).count
        == known.count + ProposalSource.tables.count + ChainStep.tables.count)
  }

  private func compare(_ made: String, _ path: String) throws {
    let url = Self.root.appending(path: path)
    if ProcessInfo.processInfo.environment["PSEUDOBOX_RECORD"] != nil {
      try made.write(to: url, atomically: true, encoding: .utf8)
      Issue.record("\(path) was written; run again without PSEUDOBOX_RECORD")
    }
    let kept = try String(contentsOf: url, encoding: .utf8)
    let lines = zip(made.split(separator: "\n"), kept.split(separator: "\n"))
    let difference = lines.first { $0 != $1 }.map { "first difference: \($0) / \($1)" }
    #expect(
      made == kept,
      "\(path) is stale: run again with PSEUDOBOX_RECORD=1; \(difference ?? "lengths differ")")
  }

  static func tables(of table: SettingsTable) -> [SettingsTable] {
    [table]
      + table.settings.flatMap { setting -> [SettingsTable] in
        switch setting.kind {
        case .section(let inner): tables(of: inner)
        case .list(.variant(let variants), _): variants.map(\.table)
        default: []
        }
      }
  }

  private static func properties(in value: Any) -> [String] {
    if let list = value as? [Any] { return list.flatMap(properties) }
    guard let object = value as? [String: Any] else { return [] }
    let own = (object["properties"] as? [String: Any]).map { Array($0.keys) } ?? []
    return own + object.values.flatMap(properties)
  }
}
