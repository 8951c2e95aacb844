import ArgumentParser
import Benchmarks
import Codecs
import Foundation
import Pipeline
import Records
import Reports

/// `pseudobox bench report`: the report of a large data set.
struct BenchReport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Measures the report, or a comparison, of a synthetic data set.",
    discussion: """
      Writes shards of noise, as `bench store` does, with captions and objects near some regions; \
      with --compare also a second label set, and compares the two instead. --output \
      keeps them and the report. The time of writing shards does not count. Memory is the \
      process' peak, the ground truth included; run it again on a kept folder for the report alone. \
      Prints one line of JSON.

        pseudobox bench report --images 100000
        pseudobox bench report --images 1000 --output /data/synthetic
        pseudobox bench report --images 1000 --output /data/synthetic --compare
      """)

  @Option(help: "Number of images.")
  var images = 100_000

  @Option(help: "Regions of each image.")
  var regions = 20

  @Option(help: "Concepts in the pool.")
  var concepts = 5000

  @Option(help: "Classes of the ground truth, the first concepts.")
  var classes = 80

  @Option(help: "Objects of each image.")
  var objects = 7

  @Flag(help: "Measures `report --compare` with a second label set instead.")
  var compare = false

  @Option(name: .shortAndLong, help: "Keeps the data set and the report in this folder.")
  var output: String?

  private struct Figures: Codable {
    var benchmark: String
    var images: Int
    var regions: Int
    var seconds: Double
    var imagesPerSecond: Double
    var peakBytesBefore: Int?
    var peakBytes: Int?
    /// Detections on annotated images, and whether their precision is exact; absent of a comparison.
    var detections: Int?
    var isExact: Bool?
    var pageBytes: Int
  }

  func validate() throws {
    for (name, value, range) in [
      ("--images", images, 1...100_000_000), ("--regions", regions, 1...4096),
      ("--concepts", concepts, 5...10_000_000), ("--classes", classes, 1...concepts),
      ("--objects", objects, 0...regions),
    ] where !range.contains(value) {
      throw ValidationError("\(name) is \(value), expected \(range)")
    }
  }

  func run() throws {
    let folder =
      output
      ?? FileManager.default.temporaryDirectory.path + "/pseudobox-report-\(UUID().uuidString)"
    defer { if output == nil { try? FileManager.default.removeItem(atPath: folder) } }
    let benchmark = StoreBenchmark(
      shape: .init(images: images, regions: regions, embeddingSize: 8, concepts: concepts),
      folder: folder, threads: ProcessInfo.processInfo.activeProcessorCount)
    try benchmark.writeShards()
    let other = compare ? try benchmark.writeOtherLabels() : []
    let truth = benchmark.groundTruth(classes: classes, objects: objects)
    let before = ProcessMemory.peakBytes
    let start = ContinuousClock.now
    let (page, detections) =
      compare
      ? (try writeComparison(benchmark, other, truth, into: "\(folder)/report/compare"), nil)
      : try writeReport(benchmark, truth, into: "\(folder)/report")
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let figures = Figures(
      benchmark: compare ? "compare" : "report", images: images, regions: images * regions,
      seconds: seconds, imagesPerSecond: Double(images) / seconds, peakBytesBefore: before,
      peakBytes: ProcessMemory.peakBytes,
      detections: detections?.reduce(0) { $0 + $1.detections },
      isExact: detections?.allSatisfy(\.isExact), pageBytes: try RandomAccessFile(path: page).size)
    Terminal.output(try BenchTable.line(figures))
  }

  private func writeReport(
    _ benchmark: StoreBenchmark, _ truth: GroundTruth, into folder: String
  ) throws -> (page: String, detections: [DetectionQuality]?) {
    let report = DatasetReport(
      settings: Reports.ReportSettings(keepThreshold: 0.1, temperature: 0.01),
      images: { $0.map(benchmark.inputImage) },
      read: { _ in .failure(Rejection(.missingFile, "synthetic images have no pixels")) },
      groundTruth: truth, concepts: benchmark.concepts,
      sources: [ReportSource(name: "synthetic")])
    let written = try report.write(
      Self.units(benchmark.unitFiles), facts: ReportFacts(), into: folder, advance: {})
    return (written.page, written.report.labelQuality?.detections ?? [])
  }

  private func writeComparison(
    _ benchmark: StoreBenchmark, _ other: [StoreBenchmark.UnitFiles], _ truth: GroundTruth,
    into folder: String
  ) throws -> String {
    func side(_ name: String, _ units: [StoreBenchmark.UnitFiles]) -> ComparedSet {
      ComparedSet(
        name: name, units: Self.units(units), concepts: benchmark.concepts,
        sources: [ReportSource(name: "synthetic")], settings: [:])
    }
    let comparison = DatasetComparison(
      settings: Reports.ReportSettings(keepThreshold: 0.1),
      first: side("synthetic", benchmark.unitFiles), second: side("other", other),
      groundTruth: truth)
    return try comparison.write(into: folder, load: { _ in nil }, advance: {}).page
  }

  private static func units(_ files: [StoreBenchmark.UnitFiles]) -> [DatasetReport.Unit] {
    files.map { DatasetReport.Unit(regions: $0.regions, labels: $0.labels, images: $0.images) }
  }
}
