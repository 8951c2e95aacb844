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

  @Test func `every threshold is found by the number that stands in the report`() throws {
    let (report, numbers) = try numbers()
    let quality = try #require(report.labelQuality)
    for row in quality.thresholds where row.threshold > 0 {
      #expect(
        try numbers.value("labelQuality.thresholds.\(row.threshold).kept") == row.kept.value)
    }
    for text in ["0.14", "0.28", "0.7", "0.82", "0.94"] {
      #expect(try numbers.value("labelQuality.thresholds.\(text).kept") >= 0)
    }
    for sweep in quality.sweeps {
      for row in sweep.rows { #expect("\(row.threshold)".count <= 6, "\(row.threshold)") }
    }
  }

  @Test func `none found of evaluation images that could not be read is no measurement`() throws {
    var (report, _) = try numbers()
    for (unreadable, exact, isKnown) in [
      (0, 0, true), (1, 0, false), (2, 0, false), (1, 1, true), (0, 2, true),
    ] {
      report.duplicates.evaluation = EvaluationLeak(
        images: 2, unreadable: unreadable, exact: exact, near: 0, samples: [])
      let numbers = try ReportNumbers(report)
      switch outcome("evaluation_images", numbers) {
      case .success(let value): #expect(isKnown && value == Double(exact))
      case .failure(let error):
        #expect(!isKnown)
        #expect(error.description.contains("\(unreadable) of 2 evaluation images"))
      }
      #expect(try numbers.value("evaluation_unreadable") == Double(unreadable))
    }
    report.duplicates.evaluation = EvaluationLeak(
      images: 0, unreadable: 0, exact: 0, near: 0, samples: [])
    #expect(throws: GateError.self) { try ReportNumbers(report).value("evaluation_alike") }
  }

  @Test func `a condition that cannot be judged hides none that holds`() throws {
    let (_, numbers) = try numbers()
    func verdict(_ texts: [String]) throws -> GateVerdict {
      GateVerdict(try texts.map { try ReportGate($0) }, numbers: numbers)
    }
    let both = try verdict(["evaluation_images > 0", "images.total >= 1", "images.total < 1"])
    #expect(both.failures.count == 1 && both.errors.count == 1)
    let fine = try verdict(["images.total < 1"])
    #expect(fine.failures.isEmpty && fine.errors.isEmpty)
  }

  @Test func `every short name leads to a number or to a part that is said to be absent`() throws {
    let (_, numbers) = try numbers()
    #expect(Set(GateName.all.map(\.name)).count == GateName.all.count)
    for gate in GateName.all {
      switch outcome(gate.name, numbers) {
      case .success(let value): #expect(value.isFinite)
      case .failure(let error):
        let text = error.description
        #expect(text.contains("was not measured"), "\(gate.name): \(text)")
        #expect(!text.contains("nothing to measure it on"), "\(gate.name): \(text)")
      }
    }
  }

  private func outcome(_ name: String, _ numbers: ReportNumbers) -> Result<Double, GateError> {
    do throws(GateError) {
      return .success(try numbers.value(name))
    } catch {
      return .failure(error)
    }
  }

  @Test func `a wrong name is told with the nearest, a lacking number with its reason`() throws {
    let (_, numbers) = try numbers()
    let cases: [(name: String, nearest: String?)] = [
      ("recal50", "recall50"), ("images.rejectd", "images.rejected"), ("labels", nil),
      ("zzzzzzzzzzzzzz", nil), ("proposalQuality.groups.al", "proposalQuality.groups.all"),
    ]
    for (name, nearest) in cases {
      guard case .failure(let error) = outcome(name, numbers) else {
        Issue.record("\(name) was found")
        continue
      }
      let text = error.description
      #expect(text.contains("has no number '\(name)'"), "\(text)")
      if let nearest { #expect(text.contains("did you mean '\(nearest)'"), "\(text)") }
    }
    guard case .failure(let error) = outcome("evaluation_images", numbers) else {
      Issue.record("evaluation_images was found")
      return
    }
    #expect(error.description.contains("report.evaluation_images"))
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
