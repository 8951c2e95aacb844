import Foundation
import Records
import Testing

@testable import Reports

/// `schemas/report.schema.json`, `compare.schema.json` and the list of gates in `schemas/report.md`
/// follow from the code.
///
/// `PSEUDOBOX_RECORD=1 swift test --filter ReportSchemaTests` writes them; such a run fails.
struct ReportSchemaTests {
  private static let isRecording = ProcessInfo.processInfo.environment["PSEUDOBOX_RECORD"] == "1"

  @Test func `the schemas in the repository are those of the types`() throws {
    for schema in [ReportSchema.report, .comparison] {
      let text = try schema.text()
      if Self.isRecording {
        try Data(text.utf8).write(to: schema.url)
        Issue.record("\(schema.url.path) was written; run again without PSEUDOBOX_RECORD")
      }
      #expect(try String(contentsOf: schema.url, encoding: .utf8) == text)
    }
  }

  @Test func `real comparisons fit their schema, with and without ground truth`() throws {
    let schema = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: ReportSchema.comparison.url))
        as? [String: Any])
    let check = SchemaCheck(schema)
    let (a, b) = (try BundledScenes(seed: 1), try BundledScenes(seed: 2))
    for truth in [true, false] {
      let numbers = try ComparisonTests.compared(a, b, first: { $0 > 3 }, truth: truth).numbers
      let text = try NumbersFile.text(of: numbers)
      let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
      #expect(check.problems(object, schema) == [])
      #expect(
        try JSONDecoder().decode(ComparisonNumbers.self, from: Data(text.utf8)) == numbers)
      // A unit that is none, a member that is missing and one too many are found.
      var changed = try #require(object as? [String: Any])
      var headlines = try #require(changed["headlines"] as? [[String: Any]])
      headlines[0]["unit"] = "percent"
      changed["headlines"] = headlines
      changed["images"] = nil
      changed["further"] = 1
      #expect(check.problems(changed, schema).count == 3)
    }
  }

  @Test func `real reports fit the schema, with and without ground truth and labels`() throws {
    let schema = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: ReportSchema.report.url))
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
