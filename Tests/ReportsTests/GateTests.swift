import Records
import Testing

@testable import Reports

struct GateTests {
  private func numbers() throws -> (Report, ReportNumbers) {
    let report = try PageTests.finished(settings: ReportSettings(keepThreshold: 0.4)).report
    return (report, try ReportNumbers(report))
  }

  @Test(arguments: [
    ("recall50 < 0.8", "recall50", ReportGate.Comparison.below, 0.8),
    ("recall50<=.5", "recall50", .atMost, 0.5), (" a.b.0 >= -1e-3 ", "a.b.0", .atLeast, -0.001),
    ("x>2", "x", .above, 2), ("x == 3", "x", .equal, 3), ("x != 3", "x", .notEqual, 3),
    ("top1 < 80 %", "top1", .below, 0.8), ("top1 < 80%", "top1", .below, 0.8),
  ])
  func `conditions are read with and without blanks`(
    text: String, name: String, comparison: ReportGate.Comparison, limit: Double
  ) throws {
    let gate = try ReportGate(text)
    #expect(gate.name == name && gate.comparison == comparison && gate.limit == limit)
  }

  @Test(arguments: [
    "", "recall50", "recall50 <", "< 0.8", "recall50 < much", "recall50 = 0.8", "recall50 < nan",
    "recall50 < inf", "a < b < 1", "recall50 0.8", "%",
  ])
  func `what is no condition is refused`(text: String) {
    #expect(throws: GateError.malformed(text: text)) { try ReportGate(text) }
  }

  @Test func `every comparison holds exactly where it should`() {
    for (value, sign) in [(1.0, -1), (2.0, 0), (3.0, 1)] {
      let expected: [ReportGate.Comparison: Bool] = [
        .below: sign < 0, .atMost: sign <= 0, .equal: sign == 0, .notEqual: sign != 0,
        .atLeast: sign >= 0, .above: sign > 0,
      ]
      for comparison in ReportGate.Comparison.allCases {
        #expect(comparison.holds(value, 2) == expected[comparison], "\(value) \(comparison)")
      }
    }
  }

  @Test func `short names and paths find the numbers that they name`() throws {
    let (report, numbers) = try numbers()
    let recall = try #require(report.proposalQuality?.group("all")?.point(boxes: 50)?.recall50)
    #expect(try numbers.value("recall50") == recall)
    #expect(try numbers.value("proposalQuality.groups.all.points.50.recall50") == recall)
    #expect(try numbers.value("proposalQuality.groups.0.points.2.recall50") == recall)
    let kept = try #require(report.labels?.kept)
    #expect(try numbers.value("kept") == kept.value)
    #expect(try numbers.value("labels.kept.hits") == Double(kept.hits))
    let row = try #require(report.labelQuality?.thresholds.first { $0.threshold == 0.5 })
    #expect(try numbers.value("labelQuality.thresholds.0.5.precision") == row.precision.value)
    #expect(
      try numbers.value("region_ap50")
        == report.labelQuality?.detections.first?.group("all")?.ap50)
  }

  @Test func `every short name leads to a number or to a part that is said to be absent`() throws {
    let (_, numbers) = try numbers()
    #expect(Set(GateName.all.map(\.name)).count == GateName.all.count)
    for gate in GateName.all {
      do {
        #expect(try numbers.value(gate.name).isFinite)
      } catch GateError.notMeasured(_, let why) {
        #expect(why != "the data set has nothing to measure it on", "\(gate.name)")
      }
    }
  }

  @Test func `a wrong name is told with the nearest, a lacking number with its reason`() throws {
    let (_, numbers) = try numbers()
    for (name, nearest) in [
      ("recal50", "recall50"), ("imags.rejected", nil), ("images.rejectd", "images.rejected"),
      ("labels", nil), ("zzzzzzzzzzzzzz", nil), ("proposalQuality.groups.al", nil),
    ] as [(String, String?)] {
      let error = #expect(throws: GateError.self) { try numbers.value(name) }
      guard case .unknown(name, let found) = error else {
        Issue.record("\(name): \(String(describing: error))")
        continue
      }
      if let nearest { #expect(found == nearest) }
    }
    let error = #expect(throws: GateError.self) { try numbers.value("evaluation_images") }
    #expect(error?.description.contains("report.evaluation_images") == true)
  }

  @Test func `a condition that holds says what was expected and found`() throws {
    let (report, numbers) = try numbers()
    let gate = try ReportGate("images.total >= 1")
    #expect(
      try gate.failure(in: numbers)
        == "images.total >= 1: expected below 1, found \(Double(report.images.total))")
    #expect(try ReportGate("images.total < 1").failure(in: numbers) == nil)
  }
}
