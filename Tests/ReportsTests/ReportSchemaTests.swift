import Foundation
import Records
import Testing

@testable import Reports

/// `schemas/report.schema.json` and the list of gates in `schemas/report.md` follow from the code.
///
/// `PSEUDOBOX_RECORD=1 swift test --filter ReportSchemaTests` writes both; such a run fails.
struct ReportSchemaTests {
  private static let isRecording = ProcessInfo.processInfo.environment["PSEUDOBOX_RECORD"] == "1"

  @Test func `the schema in the repository is that of the types`() throws {
    let text = try ReportSchema.text()
    if Self.isRecording {
      try Data(text.utf8).write(to: ReportSchema.url)
      Issue.record("schemas/report.schema.json was written; run again without PSEUDOBOX_RECORD")
    }
    #expect(try String(contentsOf: ReportSchema.url, encoding: .utf8) == text)
  }

  @Test func `real reports fit the schema, with and without ground truth and labels`() throws {
    let schema = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: ReportSchema.url))
        as? [String: Any])
    let check = SchemaCheck(schema)
    func problems(_ report: Report) throws -> [String] {
      check.problems(
        try JSONSerialization.jsonObject(with: Data(report.json.utf8)), schema)
    }
    let whole = try PageTests.finished(settings: ReportSettings(keepThreshold: 0.4, temperature: 1))
    #expect(try problems(whole.report) == [])
    let empty = ReportBuilder(
      settings: ReportSettings(), groundTruth: nil, concepts: [], sources: []
    ).finish(facts: ReportFacts()).report
    #expect(try problems(empty) == [])
    #expect(empty.absent["labelQuality"]?.contains("input.ground_truth") == true)
    // The check itself finds a member that is missing, unknown or of another type.
    var object = try #require(
      try JSONSerialization.jsonObject(with: Data(empty.json.utf8)) as? [String: Any])
    object["version"] = "two"
    object["images"] = nil
    object["further"] = 1
    #expect(check.problems(object, schema).count == 3)
  }

  @Test func `numbers that were not measured are null and never left out`() throws {
    let empty = ReportBuilder(
      settings: ReportSettings(), groundTruth: nil, concepts: [], sources: []
    ).finish(facts: ReportFacts()).report
    for name in ["labels", "proposalQuality", "captions", "leakAudit", "gini", "near"] {
      #expect(try empty.json.contains("\"\(name)\" : null"), "\(name)")
    }
    #expect(try JSONDecoder().decode(Report.self, from: Data(empty.json.utf8)) == empty)
  }

  @Test func `the page lists every gate`() throws {
    let url = BundledScenes.root.appendingPathComponent("schemas/report.md")
    let page = try String(contentsOf: url, encoding: .utf8)
    let start = "<!-- gates -->\n"
    let rows = GateName.all.map { "| `\($0.name)` | \($0.meaning) | `\($0.path)` |\n" }
    let table = "| name | what it is | path in report.json |\n|---|---|---|\n" + rows.joined()
    let head = try #require(page.range(of: start))
    if Self.isRecording {
      try Data((page[..<head.upperBound] + table).utf8).write(to: url)
      Issue.record("schemas/report.md was written; run again without PSEUDOBOX_RECORD")
    }
    #expect(page[head.upperBound...] == table)
  }
}
