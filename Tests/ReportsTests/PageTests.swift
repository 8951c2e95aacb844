import Foundation
import Records
import Testing

@testable import Reports

struct PageTests {
  static let sources = [
    ReportSource(name: "ground truth", isGroundTruth: true), ReportSource(name: "small proposer"),
  ]

  /// A report of the bundled scenes with a run's usual mishaps.
  static func finished(settings: ReportSettings) throws -> FinishedReport {
    let data = try BundledScenes(seed: 1)
    var builder = ReportBuilder(
      settings: settings, groundTruth: data.truth, concepts: data.concepts, sources: sources)
    for scene in data.scenes {
      try builder.add(image: scene.image, regions: scene.regions, labels: scene.labels)
    }
    for number in 0..<8 {
      let key = ImageKey("broken/\(number).jpg")
      let reason: Rejection.Reason = number < 6 ? .corruptImage : .missingFile
      try builder.add(
        image: InputImage(key: key, imageID: 1_000 + UInt64(number)),
        regions: RegionRecord(
          imageID: 1_000 + UInt64(number), key: key, digest: [],
          rejection: Rejection(reason, "file ends inside a scan")), labels: nil)
    }
    let facts = ReportFacts(
      captionCounts: ["captions": 1_204, "captions without a concept": 12],
      poolCoverage: PoolCoverage(classes: Proportion(hits: 114, total: 117), missing: ["anchor"]),
      exposures: [
        ModelExposure(model: "small proposer", classes: ["person", "car"]),
        ModelExposure(model: "small CLIP", classes: data.truth.categories.map(\.name)),
      ],
      provenance: ["teacher": "small CLIP, sha256 0123456789abcdef", "seed": "7"])
    return builder.finish(facts: facts)
  }

  @Test func `The page of the bundled scenes needs nothing but itself`() throws {
    let settings = ReportSettings(title: "Bundled scenes", keepThreshold: 0.5, seed: 3)
    let finished = try Self.finished(settings: settings)
    let files = try finished.files(load: BundledScenes.load)
    if let folder = ProcessInfo.processInfo.environment["PSEUDOBOX_KEEP_REPORT"] {
      try files.write(into: folder)
    }
    #expect(files.html.utf8.count < 10_000_000)
    for pattern in ["http:", "https:", "//cdn", "url(", "@import", "<link", "<iframe", "src=\"/"] {
      #expect(!files.html.contains(pattern), "found \(pattern)")
    }
    #expect(files.html.contains(PageDocument.policy.replacing("'", with: "&#39;")))
    #expect(files.html.contains("<script>\(PageScript.source)</script>"))
  }
}
