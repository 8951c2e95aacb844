import Records
import Testing

@testable import Reports

/// Sources and queries, captions, confusion and the leak audit on two images counted by hand.
struct ContributionTests {
  private func box(_ x: Float) -> Box { Box(x: x, y: 0, width: 10, height: 10) }

  private let concepts = ["cat", "dog", "sky"].map {
    Concept(name: $0, occurrences: 1, images: 1, surfaceForms: [], example: "")
  }

  /// A cat at 0 and a dog at 100; region 0 and 1 of two sources on the cat, region 2 on the dog,
  /// region 3 on nothing; captions that name a dog and a sky.
  private func report() throws -> Report {
    let truth = GroundTruth(
      categories: [
        Category(id: 1, name: "cat", split: "base"), Category(id: 2, name: "dog", split: "novel"),
      ],
      boxes: [
        ImageKey("a"): [
          GroundTruthBox(box: box(0), categoryID: 1, isCrowd: false),
          GroundTruthBox(box: box(100), categoryID: 2, isCrowd: false),
        ]
      ])
    var builder = ReportBuilder(
      settings: ReportSettings(keepThreshold: 0.5), groundTruth: truth, concepts: concepts,
      sources: [ReportSource(name: "owl"), ReportSource(name: "grid")])
    var regions = RegionRecord(
      imageID: 1, key: ImageKey("a"), width: 400, height: 50, digest: [],
      boxes: [box(0), box(0.2), box(101), box(300)], scores: [0.9, 0.8, 0.7, 0.6],
      logits: [0, 0, 0, 0], sources: [0, 1, 0, 1], embeddingSize: 0, embeddings: [])
    regions.queries = [4, RegionRecord.noQuery, 5, RegionRecord.noQuery]
    let labels = LabelRecord(
      imageID: 1, key: ImageKey("a"), conceptsPerRegion: 2,
      conceptIDs: [1, 0, 0, 2, 1, 2, 2, 1], cosines: [0.4, 0.3, 0.5, 0.1, 0.6, 0.2, 0.3, 0.2],
      logSumExp: [1, 1, 1, 1], maxProbability: [0.5, 0.6, 0.9, 0.7],
      imageLabels: [
        ImageLabel(conceptID: 1, caption: 0, start: 4, end: 7),
        ImageLabel(conceptID: 2, caption: 1, start: 4, end: 7),
        ImageLabel(conceptID: 2, caption: 1, start: 9, end: 12),
      ], classBoxes: [ClassBox(conceptID: 1, region: 2, score: 0.4)])
    try builder.add(
      image: InputImage(
        key: ImageKey("a"), imageID: 1, captions: ["two dogs and a DOG", "the sky, sky"]),
      regions: regions, labels: labels)
    try builder.add(
      image: InputImage(key: ImageKey("b"), imageID: 2, captions: ["hotdogs, a dogma"]),
      regions: RegionRecord(
        imageID: 2, key: ImageKey("b"), digest: [],
        rejection: Rejection(.corruptImage, "cut")), labels: nil)
    return builder.finish(
      facts: ReportFacts(
        queryNames: [0: [4: "cat", 5: "dog"]],
        removed: RemovedConcepts(
          listed: 1, names: 1, mentions: 3, samples: [RemovedConcept(name: "bus", mentions: 3)]))
    ).report
  }

  @Test func `what each source and query found, and found alone`() throws {
    let report = try report()
    let sources = report.regions.sources
    #expect(sources.map(\.regions) == [2, 2])
    #expect(sources.map(\.found) == [Proportion(hits: 2, total: 2), Proportion(hits: 1, total: 2)])
    #expect(sources.map(\.foundAlone) == [1, 0], "both found the cat")
    #expect(sources.map(\.kept.hits) == [1, 2], "0.5 is not above the threshold")
    #expect(report.queries.map(\.name) == [nil, "cat", "dog"])
    #expect(report.queries.map(\.regions) == [2, 1, 1])
    #expect(report.queries.map(\.found.hits) == [1, 1, 1])
    #expect(report.queries.map(\.foundAlone) == [0, 0, 1])
    #expect(
      report.regions.overlaps
        == BoxOverlaps(
          withinSource: Proportion(hits: 0, total: 4), acrossSources: Proportion(hits: 1, total: 4),
          images: Proportion(hits: 1, total: 1)))
  }

  @Test func `agreement with captions, and what chance would give`() throws {
    let captions = try #require(try report().captions)
    #expect(captions.images == 1)
    #expect(captions.top1 == Proportion(hits: 3, total: 4))
    #expect(captions.topK == Proportion(hits: 4, total: 4))
    #expect(captions.kept == Proportion(hits: 2, total: 3))
    #expect(captions.labelsOnRegion == Proportion(hits: 2, total: 2))
    #expect(captions.expectedTop1 == 0.75, "there is one image")
  }

  @Test func `confusion names what a class is taken for, with an example`() throws {
    let rows = try #require(try report().labelQuality?.confusion)
    #expect(rows.map(\.name) == ["cat"], "the dog is always right")
    // The best overlap with the cat is region 0, which is called a dog.
    let cell = try #require(rows.first?.predictions.first)
    #expect(cell.name == "dog" && cell.objects == 1 && !cell.isRight)
    #expect(cell.example == ExampleRegion(key: "a", region: 0, box: [0, 0, 10, 10]))
  }

  @Test func `the leak audit counts captions, images, labels and what was removed`() throws {
    let audit = try #require(try report().leakAudit)
    #expect(audit.novelClasses == 1 && audit.poolEntries == 1)
    #expect(audit.captions == Proportion(hits: 1, total: 3), "hotdogs and dogma are other words")
    #expect(audit.images == Proportion(hits: 1, total: 2))
    #expect(audit.regionLabels == Proportion(hits: 2, total: 4))
    #expect(audit.imageLabels == Proportion(hits: 1, total: 2))
    #expect(audit.classBoxes == Proportion(hits: 1, total: 1))
    #expect(audit.classes.map(\.captions) == [1] && audit.classes.map(\.concepts) == [["dog"]])
    let mention = try #require(audit.samples.first)
    #expect(mention.start == 4 && mention.end == 8 && mention.name == "dog")
    #expect(audit.removed?.mentions == 3)
  }

  @Test func `coverage is over objects, and a sweep reads stored numbers only`() throws {
    let quality = try #require(try report().labelQuality)
    let first = try #require(quality.thresholds.first)
    #expect(first.kept == Proportion(hits: 4, total: 4))
    #expect(first.precision == Proportion(hits: 2, total: 3))
    #expect(first.coverage == Proportion(hits: 2, total: 2))
    let strict = try #require(quality.thresholds.first { $0.threshold == 0.8 })
    #expect(strict.coverage == Proportion(hits: 1, total: 2))
    let cosines = try #require(quality.sweeps.first { $0.measure == "cosine" })
    #expect(cosines.rows.first?.kept.hits == 4 && cosines.rows.last?.kept.hits == 1)
    #expect(quality.sweeps.map(\.measure) == ["cosine", "margin", "proposal_score"])
  }

  @Test func `class boxes as detections and the rates of each class`() throws {
    let report = try report()
    let dog = try #require(report.categories.first { $0.name == "dog" })
    #expect(dog.classBoxAP50 == 1 && dog.corLoc == Proportion(hits: 1, total: 1))
    #expect(abs(try #require(dog.meanIoU) - 9.0 / 11) < 1e-6)
    #expect(dog.labelPrecision == Proportion(hits: 1, total: 2))
    #expect(dog.imageLabelPrecision == Proportion(hits: 1, total: 1))
    let cat = try #require(report.categories.first { $0.name == "cat" })
    #expect(cat.classBoxAP50 == 0 && cat.imageLabelRecall == Proportion(hits: 0, total: 1))
    // Regions: the cat's box by region 1 (0.6), the dog's by region 2 (0.9) before region 0 (0.5).
    #expect(cat.regionAP50 == 1 && dog.regionAP50 == 1)
  }

  @Test func `objects of an annotated image that was rejected are not found`() throws {
    let key = ImageKey("a")
    let object = GroundTruthBox(box: box(0), categoryID: 1, isCrowd: false)
    var builder = ReportBuilder(
      settings: ReportSettings(),
      groundTruth: GroundTruth(
        categories: [Category(id: 1, name: "cat")],
        boxes: [key: [object], ImageKey("b"): [object, object]]),
      concepts: concepts, sources: [ReportSource(name: "owl")])
    try builder.add(
      image: InputImage(key: key, imageID: 1, captions: []),
      regions: RegionRecord(
        imageID: 1, key: key, width: 400, height: 50, digest: [], boxes: [box(0)], scores: [0.9],
        logits: [0], sources: [0], embeddingSize: 0, embeddings: []), labels: nil)
    try builder.add(
      image: InputImage(key: ImageKey("b"), imageID: 2, captions: []),
      regions: RegionRecord(
        imageID: 2, key: ImageKey("b"), digest: [], rejection: Rejection(.corruptImage, "cut")),
      labels: nil)
    let report = builder.finish(facts: ReportFacts()).report
    #expect(report.images.annotated == 2)
    #expect(report.regions.sources.map(\.found) == [Proportion(hits: 1, total: 3)])
    #expect(report.proposalQuality?.group("all")?.point(boxes: 50)?.recall50 == 1.0 / 3)
  }

  @Test func `what LVIS adds in parentheses is no part of a name`() {
    var naming = ClassNaming(
      categories: [Category(id: 1, name: "bow_(weapon)"), Category(id: 2, name: "tennis_racket")])
    let named = ["a man with a bow", "two tennis rackets", "a weapon"].map {
      naming.mentions(in: $0).map(\.category)
    }
    #expect(named == [[0], [1], []])
    let coverage = naming.coverage(poolNames: ["bow", "tennis racket"]) { $0 }
    #expect(coverage.classes == Proportion(hits: 2, total: 2) && coverage.missing.isEmpty)
  }
}
