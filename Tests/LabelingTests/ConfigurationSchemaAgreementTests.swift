import Foundation
import Testing

@testable import Labeling

/// The schema refuses what the decoder refuses, and takes what it takes.
struct ConfigurationSchemaAgreementTests {
  let validator: SchemaValidator

  init() throws {
    let path = ConfigurationPipelinesTests.root.appending(path: "schemas/pipeline.schema.json")
    let schema = try JSONSerialization.jsonObject(with: try Data(contentsOf: path))
    validator = SchemaValidator(schema: try #require(schema as? [String: Any]))
  }

  private func node(_ text: String) throws -> ConfigurationNode {
    try #require(ConfigurationDocument(text, path: "my.yaml").root)
  }

  @Test func `the schema takes right files`() throws {
    let folder = ConfigurationPipelinesTests.root.appending(path: "pipelines")
    let quickstart = folder.appending(path: "quickstart.yaml")
    let text = try String(contentsOf: quickstart, encoding: .utf8)
    #expect(validator.accepts(try node(text)))
    #expect(validator.accepts(try node(MarkedText.rightFile)))
    #expect(validator.accepts(try node("plan:\nlabels: {}\n" + MarkedText.rightFile)))
  }

  @Test func `the schema takes every value that the digest tests set`() throws {
    for (override, _) in ConfigurationDigestTests.changes {
      var root = try node(MarkedText.rightFile)
      let change = try SettingOverride.parse(override).get()
      #expect(change.apply(to: &root) == nil)
      #expect(validator.accepts(root), "\(override)")
    }
  }

  @Test(
    arguments: ConfigurationMistakesTests.wrongValues + ConfigurationMistakesTests.wrongKeys)
  func `the schema refuses wrong values and unknown keys`(
    _ wrong: ConfigurationMistakesTests.Wrong
  ) throws {
    // A schema sees no repeated keys, and calls 64.0 a whole number.
    let isBeyondSchemas = wrong.said.allSatisfy { $0.hasPrefix("repeated key") }
    if isBeyondSchemas || wrong.text.contains("64.0") { return }
    #expect(!validator.accepts(try node(MarkedText(wrong.text).text)))
  }
}
