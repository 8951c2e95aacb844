import Records
import Testing

@testable import Reports

struct LabelQualityTests {
  private let categories = [
    Category(id: 1, name: "cat", split: "base"), Category(id: 2, name: "dog", split: "novel"),
    Category(id: 3, name: "yak", split: "base"),
  ]
  private let concepts = ["cat", "dog", "sky"].map {
    Concept(name: $0, occurrences: 1, images: 1, surfaceForms: [], example: "")
  }

  private func box(_ x: Float, _ size: Float = 10) -> Box {
    Box(x: x, y: 0, width: size, height: 10)
  }

  /// Two objects, a cat at 0 and a dog at 100, a yak without region, and a crowd of dogs.
  private var truth: GroundTruth {
    GroundTruth(
      categories: categories,
      boxes: [
        ImageKey("a"): [
          GroundTruthBox(box: box(0), categoryID: 1, isCrowd: false),
          GroundTruthBox(box: box(100), categoryID: 2, isCrowd: false),
          GroundTruthBox(box: box(300), categoryID: 3, isCrowd: false),
          GroundTruthBox(box: box(200, 90), categoryID: 2, isCrowd: true),
        ]
      ])
  }

  /// Four regions: the cat's own box, proposals on cat and dog, and one on nothing.
  private func report(
    concepts ids: [[UInt32]], probabilities: [Float] = [0.9, 0.8, 0.7, 0.6],
    imageLabels: [UInt32] = [], classBoxes: [ClassBox] = []
  ) throws -> Report {
    var builder = ReportBuilder(
      settings: ReportSettings(keepThreshold: 0.75), groundTruth: truth, concepts: concepts,
      sources: [
        ReportSource(name: "truth", isGroundTruth: true), ReportSource(name: "proposer"),
      ])
    let regions = RegionRecord(
      imageID: 1, key: ImageKey("a"), width: 400, height: 50, digest: [],
      boxes: [box(0), box(2), box(104), box(350)], scores: [1, 0.9, 0.8, 0.7],
      logits: [1, 0.9, 0.8, 0.7], sources: [0, 1, 1, 1], embeddingSize: 0, embeddings: [])
    let labels = LabelRecord(
      imageID: 1, key: ImageKey("a"), conceptsPerRegion: 2, conceptIDs: ids.flatMap { $0 },
      cosines: [0.4, 0.3, 0.4, 0.3, 0.4, 0.3, 0.4, 0.3], logSumExp: [1, 1, 1, 1],
      maxProbability: probabilities,
      imageLabels: imageLabels.map { ImageLabel(conceptID: $0, caption: 0, start: 0, end: 1) },
      classBoxes: classBoxes)
    try builder.add(
      image: InputImage(key: ImageKey("a"), imageID: 1, captions: ["a cat"]), regions: regions,
      labels: labels)
    return builder.finish(facts: ReportFacts()).report
  }

  @Test func `accuracy is counted on own boxes and on the best proposal, crowds left out`() throws {
    let quality = try #require(
      try report(concepts: [[0, 1], [2, 0], [1, 0], [0, 1]]).labelQuality)
    let own = try #require(quality.onGroundTruthBoxes.first)
    #expect(own.name == "all")
    #expect(own.covered == Proportion(hits: 1, total: 3))
    #expect(own.top1 == Proportion(hits: 1, total: 1))
    let rows = Dictionary(uniqueKeysWithValues: quality.onProposals.map { ($0.name, $0) })
    #expect(rows["all"]?.covered == Proportion(hits: 1, total: 3), "dog's overlap is 6 of 14")
    #expect(rows["all"]?.top1 == Proportion(hits: 0, total: 1))
    #expect(rows["all"]?.top5 == Proportion(hits: 1, total: 1))
    #expect(rows["base"]?.covered == Proportion(hits: 1, total: 2))
    #expect(rows["novel"]?.covered == Proportion(hits: 0, total: 1))
    #expect(quality.categoriesInPool == Proportion(hits: 2, total: 3))
    #expect(quality.categoriesMissing == ["yak"])
  }

  @Test func `thresholds count proposals only, and precision only those on an object`() throws {
    let quality = try #require(
      try report(concepts: [[0, 1], [0, 2], [1, 0], [0, 1]]).labelQuality)
    let first = try #require(quality.thresholds.first)
    #expect(first.kept == Proportion(hits: 3, total: 3))
    #expect(first.precision == Proportion(hits: 1, total: 1))
    let strict = try #require(quality.thresholds.first { $0.threshold == 0.9 })
    #expect(strict.kept == Proportion(hits: 0, total: 3))
    #expect(strict.precision == Proportion(hits: 0, total: 0))
  }

  @Test func `class boxes and image labels are compared with what is in the image`() throws {
    let quality = try #require(
      try report(
        concepts: [[0, 1], [0, 2], [1, 0], [0, 1]], imageLabels: [0, 0, 2, 1],
        classBoxes: [
          ClassBox(conceptID: 0, region: 1, score: 1), ClassBox(conceptID: 1, region: 3, score: 1),
          ClassBox(conceptID: 2, region: 2, score: 1), ClassBox(conceptID: 0, region: 0, score: 1),
        ]
      ).labelQuality)
    #expect(quality.imageLabels?.precision == Proportion(hits: 2, total: 2))
    #expect(quality.imageLabels?.recall == Proportion(hits: 2, total: 3))
    #expect(quality.classBoxes?.total == 3)
    #expect(quality.classBoxes?.leftOut == 1)
    #expect(quality.classBoxes?.withCategory == Proportion(hits: 2, total: 3))
    #expect(quality.classBoxes?.precision == Proportion(hits: 2, total: 2))
    #expect(quality.classBoxes?.localisation == Proportion(hits: 1, total: 2))
    #expect(quality.classBoxes?.bestLocalisation == Proportion(hits: 1, total: 2))
  }

  @Test func `kept labels, concept frequencies and categories add up`() throws {
    let report = try report(concepts: [[0, 1], [0, 2], [1, 0], [2, 1]])
    #expect(report.regions.total == 4)
    #expect(report.regions.sources.map(\.regions) == [1, 3])
    #expect(report.labels?.kept == Proportion(hits: 1, total: 3), "own boxes are left out")
    #expect(report.concepts.top.map(\.regions) == [1, 1, 1])
    #expect(report.concepts.top.first?.name == "cat")
    #expect(report.concepts.unused == 0)
    #expect(report.categories.map(\.recall50.hits) == [1, 0, 0])
    #expect(report.categories.map(\.top1.total) == [1, 0, 0])
    let shares = try #require(report.labels?.keptAgainstThreshold)
    #expect(shares.count == 100 && shares[0].share == 1 && shares[65].share == 2.0 / 3)
  }

  @Test func `a novel class that a model saw is named, by synonym or underscore too`() {
    let categories = [
      Category(id: 1, name: "sofa", synonyms: ["couch"], split: "novel"),
      Category(id: 2, name: "stop sign", split: "novel"),
      Category(id: 3, name: "cat", split: "base"),
    ]
    let leaks = LeakNumbers.leaks(
      of: [ModelExposure(model: "m", classes: ["Couch", "stop_sign", "cat"])], into: categories)
    #expect(leaks == [LeakNumbers(model: "m", classesSeen: 3, novelSeen: ["sofa", "stop sign"])])
  }
}
