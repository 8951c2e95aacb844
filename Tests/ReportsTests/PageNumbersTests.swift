import Codecs
import Records
import Testing

@testable import Reports

/// Numbers that the page puts together itself.
struct PageNumbersTests {
  /// A page of images with one box of the ground truth and `proposals` others.
  private func page(
    _ images: [(file: UInt8, hash: UInt64, side: Int)], proposals: Int = 1,
    sources: [ReportSource] = PageTests.sources
  ) throws -> String {
    var builder = ReportBuilder(
      settings: ReportSettings(), groundTruth: nil,
      concepts: [Concept(name: "cat", occurrences: 1, images: 1, surfaceForms: [], example: "")],
      sources: sources)
    for (place, image) in images.enumerated() {
      let count = 1 + proposals
      var record = RegionRecord(
        imageID: UInt64(place), key: ImageKey("\(place).jpg"), width: image.side, height: 10,
        digest: SHA256Digest(of: [image.file]).bytes,
        boxes: Array(repeating: Box(x1: 0, y1: 0, x2: 9, y2: 9), count: count),
        scores: Array(repeating: 0.5, count: count), logits: Array(repeating: 0, count: count),
        sources: (0..<count).map { $0 == 0 ? 0 : 1 }, embeddingSize: 0, embeddings: [])
      record.differenceHash = image.hash
      try builder.add(
        image: InputImage(key: record.key, imageID: record.imageID), regions: record, labels: nil)
    }
    return try builder.finish(facts: ReportFacts()).files { _ in nil }.html
  }

  @Test func `the summary counts equal files and pictures alike, each image once`() throws {
    // 0, 1 and 2 are one file, 3 looks like it, 4 is alone.
    let html = try page(
      [(1, 0xF0, 9), (1, 0xF0, 9), (1, 0xF0, 9), (2, 0xF1, 9), (3, 0xABCD_EF00, 9)])
    let card = "<span class=\"number\">3</span>\n<span class=\"what\">duplicate images</span>"
    #expect(html.contains(card))
    #expect(html.contains("○ weak"), "three of five are no good share")
  }

  @Test func `regions in an image are those of the proposers, boxes of the truth beside them`()
    throws
  {
    let both = try page([(1, 1, 9), (2, 1 << 60, 9)], proposals: 3)
    #expect(both.contains("3.0 proposals an image, 2 boxes of the ground truth"))
    let none = try page([(1, 1, 9), (2, 1 << 60, 9)], proposals: 0)
    #expect(none.contains("0.0 proposals an image, 2 boxes of the ground truth"))
    let alone = try page(
      [(1, 1, 9), (2, 1 << 60, 9)], proposals: 0, sources: [PageTests.sources[0]])
    #expect(alone.contains("1.0 an image"))
  }

  @Test func `recall with more boxes than any image has says so`() throws {
    let finished = try PageTests.finished(settings: ReportSettings(picturesPerKind: 0))
    let most = Int(try #require(finished.report.regions.perImage.largest))
    try #require(most < 50)
    let html = try finished.files { _ in nil }.html
    #expect(html.contains("recall at IoU 0.5 with 50 boxes an image; none has more than \(most)<"))
  }

  @Test(arguments: [
    (0.0025, "0.0025"), (0.0075, "0.0075"), (0.01, "0.01"), (0.012345, "0.01235"), (1, "1"),
    (1.5, "1.5"), (250, "250"), (1e-7, "0.0000001"),
  ])
  func `temperatures keep four significant digits`(value: Double, text: String) {
    #expect(NumberText.significant(value) == text)
  }

  @Test func `medians have no digits that their bins lack`() throws {
    let images = [320, 333, 400].enumerated().map { (UInt8($0), UInt64(1) << ($0 * 20), $1) }
    let html = try page(images)
    #expect(html.contains("Median 332 to 333, mean 351.0, from 320 to 400."))
    #expect(html.contains("Median 1, mean 1.0, from 1 to 1."))
    for (value, decimals, text) in [
      (2.5e-6, 3, "below 0.001"), (0, 3, "0.000"), (0.0005, 3, "0.001"), (-1e-6, 2, "above -0.01"),
      (0.25, 2, "0.25"), (0.4, 0, "below 1"),
    ] as [(Double, Int, String)] {
      #expect(NumberText.rounded(value, decimals: decimals) == text)
    }
  }
}
