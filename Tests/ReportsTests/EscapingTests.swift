import Foundation
import Records
import Testing

@testable import Reports

struct EscapingTests {
  /// A page in which every text that a user, a file or a model gives is `text`.
  static func files(everywhere text: String) throws -> ReportFiles {
    let key = ImageKey(text)
    let truth = GroundTruth(
      categories: [
        Category(id: 1, name: text, synonyms: [text], split: text),
        Category(id: 2, name: "second", split: "novel"),
      ],
      boxes: [
        key: [
          GroundTruthBox(box: Box(x1: 2, y1: 2, x2: 30, y2: 30), categoryID: 1, isCrowd: false),
          GroundTruthBox(box: Box(x1: 40, y1: 2, x2: 60, y2: 30), categoryID: 2, isCrowd: false),
        ]
      ])
    var builder = ReportBuilder(
      settings: ReportSettings(title: text), groundTruth: truth,
      concepts: [
        Concept(name: text, occurrences: 2, images: 1, surfaceForms: [text], example: text),
        Concept(name: "other", occurrences: 1, images: 1, surfaceForms: [], example: text),
      ],
      sources: [ReportSource(name: text)])
    let regions = RegionRecord(
      imageID: 1, key: key, width: 64, height: 32, digest: [],
      boxes: [Box(x1: 2, y1: 2, x2: 30, y2: 30), Box(x1: 1, y1: 1, x2: 9, y2: 9)],
      scores: [0.9, 0.8], logits: [0, 0], sources: [0, 0], embeddingSize: 0, embeddings: [])
    let labels = LabelRecord(
      imageID: 1, key: key, conceptsPerRegion: 2, conceptIDs: [0, 1, 1, 0],
      cosines: [0.4, 0.3, 0.2, 0.1], logSumExp: [9, 9], maxProbability: [0.9, 0.5],
      imageLabels: [ImageLabel(conceptID: 0, caption: 0, start: 0, end: 1)],
      classBoxes: [ClassBox(conceptID: 0, region: 0, score: 1)])
    try builder.add(
      image: InputImage(key: key, imageID: 1, captions: [text, "a \(text)"]), regions: regions,
      labels: labels)
    let bad = ImageKey("bad \(text)")
    try builder.add(
      image: InputImage(key: bad, imageID: 2),
      regions: RegionRecord(
        imageID: 2, key: bad, digest: [], rejection: Rejection(.corruptImage, text)), labels: nil)
    let finished = builder.finish(
      facts: ReportFacts(
        captionCounts: [text: 1],
        poolCoverage: PoolCoverage(classes: Proportion(hits: 1, total: 2), missing: [text]),
        exposures: [ModelExposure(model: text, classes: ["second", text])], provenance: [text: text]
      ))
    return try finished.files { _ in
      PixelImage(width: 64, height: 32, rgb: Array(repeating: 90, count: 64 * 32 * 3))
    }
  }

  private static let harmless = Result { HTMLTags(try files(everywhere: "x").html).tags }

  @Test(arguments: Payloads.all)
  func `hostile text in every place leaves the page's tags as they are`(payload: String) throws {
    let files = try Self.files(everywhere: payload)
    let harmless = try Self.harmless.get()
    let attacked = HTMLTags(files.html).tags
    #expect(harmless.count > 300)
    let different = zip(attacked, harmless).first { $0 != $1 }
    #expect(different == nil && attacked.count == harmless.count)
    for text in [files.html, files.csv] {
      let control = text.unicodeScalars.first(where: Self.steersDisplay)
      #expect(control == nil, "a display control reached the page or the table")
    }
  }

  private static func steersDisplay(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0a, 0x0d, 0x09: false
    case ..<0x20, 0x7f...0x9f, 0x61c, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff,
      0xe0000...0xe0fff:
      true
    default: false
    }
  }

  @Test func `a page made of payloads shows them as text`() throws {
    let html = try Self.files(everywhere: "<b>\u{202e}\"'&`</b>").html
    if let folder = ProcessInfo.processInfo.environment["PSEUDOBOX_KEEP_REPORT"] {
      let all = try Self.files(everywhere: Payloads.all.joined(separator: " "))
      try all.write(into: folder + "-attacked")
    }
    #expect(html.contains("<h1 dir=\"auto\">&lt;b&gt;[U+202E]&quot;&#39;&amp;&#96;&lt;/b&gt;</h1>"))
    #expect(!html.contains("<b>"))
  }

  @Test func `escaping touches exactly the scalars it must`() {
    let special: [Unicode.Scalar: String] = [
      "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;", "`": "&#96;",
      "\t": " ", "\n": " ", "\r": " ",
    ]
    for value in UInt32(0)..<0x3000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let escaped = PageText.escaped(String(Character(scalar)))
      if let expected = special[scalar] {
        #expect(escaped == expected)
      } else if escaped.hasPrefix("[U+") {
        let properties = scalar.properties
        let isInvisible =
          properties.isDefaultIgnorableCodePoint || properties.generalCategory == .control
          || properties.generalCategory == .format
          || [.lineSeparator, .paragraphSeparator].contains(properties.generalCategory)
        #expect(isInvisible, "\(escaped) is shown as a code")
      } else {
        #expect(escaped.unicodeScalars.elementsEqual([scalar]))
      }
    }
  }

  @Test func `every default ignorable or directing scalar but the emoji selector is a code`() {
    let allowed: Set<UInt32> = Set(0xfe00...0xfe0f).union([0x17b4, 0x17b5])
    // Planes 0 to 2 and the tags; the rest is unassigned or private.
    let planes: [ClosedRange<UInt32>] = [0...0x2ffff, 0xe0000...0xe0fff]
    for value in planes.joined() {
      guard let scalar = Unicode.Scalar(value), !allowed.contains(value) else { continue }
      let properties = scalar.properties
      guard properties.isDefaultIgnorableCodePoint || properties.isBidiControl,
        properties.generalCategory != .unassigned
      else { continue }
      #expect(PageText.escaped(String(Character(scalar))).hasPrefix("[U+"), "U+\(value)")
    }
  }

  @Test func `the template library alone would let a quote with an accent through`() throws {
    struct View {
      let text: String
    }
    let template = try PageTemplate(name: "t", source: "<i title=\"{{text}}\">")
    #expect(template.render(View(text: "\"\u{301}")) == "<i title=\"&quot;\u{301}\">")
  }
}
