import Foundation
import Records
import Testing

@testable import Reports

struct ReportBuilderTests {
  private let key = ImageKey("a.jpg")

  private func regions(count: Int = 2) -> RegionRecord {
    RegionRecord(
      imageID: 1, key: key, width: 20, height: 20, digest: [],
      boxes: Array(repeating: Box(x1: 0, y1: 0, x2: 9, y2: 9), count: count),
      scores: Array(repeating: 0.5, count: count), logits: Array(repeating: 0, count: count),
      sources: Array(repeating: 0, count: count), embeddingSize: 0, embeddings: [])
  }

  private func labels(count: Int = 2) -> LabelRecord {
    LabelRecord(
      imageID: 1, key: key, conceptsPerRegion: 1,
      conceptIDs: Array(repeating: 0, count: count), cosines: Array(repeating: 0.3, count: count),
      logSumExp: Array(repeating: 9, count: count),
      maxProbability: Array(repeating: 0.9, count: count), imageLabels: [], classBoxes: [])
  }

  private func builder() -> ReportBuilder {
    ReportBuilder(
      settings: ReportSettings(), groundTruth: nil,
      concepts: [Concept(name: "cat", occurrences: 3, images: 2, surfaceForms: [], example: "")],
      sources: [ReportSource(name: "grid")])
  }

  private var image: InputImage { InputImage(key: key, imageID: 1, captions: ["a cat"]) }

  @Test func `a report without ground truth or labels has neither part`() throws {
    var builder = builder()
    try builder.add(image: image, regions: regions(), labels: nil)
    let finished = builder.finish(facts: ReportFacts())
    #expect(finished.report.labels == nil)
    #expect(finished.report.labelQuality == nil)
    #expect(finished.report.proposalQuality == nil)
    #expect(finished.report.concepts.unused == 1)
    let html = try finished.files { _ in nil }.html
    #expect(html.contains("Distributions"))
    #expect(!html.contains("Are the labels right?"))
  }

  @Test func `an empty data set makes a page`() throws {
    let files = try builder().finish(facts: ReportFacts()).files { _ in nil }
    #expect(files.html.contains("No values."))
    #expect(files.csv.split(separator: "\r\n").count == 2)
  }

  @Test func `records that do not fit are refused with what was expected and found`() throws {
    var short = labels()
    short.maxProbability = [0.9]
    var foreign = labels()
    foreign.conceptIDs = [0, 1]
    var lost = labels()
    lost.classBoxes = [ClassBox(conceptID: 0, region: 2, score: 1)]
    var other = labels()
    other.key = ImageKey("b.jpg")
    var source = regions()
    source.sources = [0, 1]
    for (regions, labels, what) in [
      (regions(), short, "number of max probabilities"),
      (regions(), foreign, "concept of a region"),
      (regions(), lost, "region of a class box"), (regions(), other, "key of the labels"),
      (source, labels(), "proposal source"), (regions(count: 3), labels(), "number of"),
    ] {
      var builder = builder()
      let error = #expect(throws: ReportError.self) {
        try builder.add(image: image, regions: regions, labels: labels)
      }
      #expect(error?.description.contains(what) == true, "\(what): \(error?.description ?? "")")
      #expect(builder.finish(facts: ReportFacts()).report.images.total == 0)
    }
  }

  @Test func `rejections are counted by reason with the first keys as samples`() throws {
    var builder = builder()
    for number in 0..<9 {
      let key = ImageKey("bad/\(number)")
      let reason: Rejection.Reason = number < 7 ? .corruptImage : .emptyFile
      try builder.add(
        image: InputImage(key: key, imageID: 1),
        regions: RegionRecord(
          imageID: 1, key: key, digest: [], rejection: Rejection(reason, "detail \(number)")),
        labels: nil)
    }
    let report = builder.finish(facts: ReportFacts()).report
    #expect(report.images.rejected == 9 && report.images.used == 0)
    #expect(report.rejections.map(\.reason) == ["empty_file", "corrupt_image"])
    #expect(report.rejections.map(\.count) == [2, 7])
    #expect(report.rejections[1].samples.map(\.key) == (0..<5).map { "bad/\($0)" })
  }

  @Test func `equal inputs give equal files, and the numbers survive JSON`() throws {
    let settings = ReportSettings(keepThreshold: 0.4, seed: 5)
    let first = try PageTests.finished(settings: settings)
    let second = try PageTests.finished(settings: settings)
    let files = try first.files(load: BundledScenes.load)
    #expect(try files == second.files(load: BundledScenes.load))
    let read = try JSONDecoder().decode(Report.self, from: Data(files.json.utf8))
    #expect(read == first.report)
    #expect(try read.json == files.json)
  }

  @Test func `files are written under their names and replace an earlier report`() throws {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent(
      "report-\(UUID().uuidString)")
    let folder = root.appendingPathComponent("deep/report")
    defer { try? FileManager.default.removeItem(at: root) }
    let files = try builder().finish(facts: ReportFacts()).files { _ in nil }
    #expect(try files.write(into: folder.path) == folder.path + "/index.html")
    try files.write(into: folder.path)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(names == ReportFiles.names.sorted())
    let page = try Data(contentsOf: folder.appendingPathComponent("index.html"))
    #expect(page == Data(files.html.utf8))
  }
}
