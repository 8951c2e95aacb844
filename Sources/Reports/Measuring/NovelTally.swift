import Records

/// Counts where captions, pool and labels meet the novel classes.
struct NovelTally {
  private static let samplesMax = 20
  private static let captionScalarsMax = 300

  private let isNovel: [Bool]
  private var captions = Proportion()
  private var images = Proportion()
  private var regionLabels = Proportion()
  private var imageLabels = Proportion()
  private var classBoxes = Proportion()
  private var captionsOf: [Int]
  private var imagesOf: [Int]
  private var samples: [NovelMention] = []

  init(categories: [Category]) {
    isNovel = categories.map { $0.split == "novel" }
    captionsOf = Array(repeating: 0, count: categories.count)
    imagesOf = captionsOf
  }

  /// Counts one image's captions by the classes that they name, `[captions][mentions]`.
  mutating func add(_ image: InputImage, mentions: [[ClassNaming.Mention]], names: [Category]) {
    guard !mentions.isEmpty else { return }
    var inImage: Set<Int> = []
    for (caption, all) in zip(image.captions, mentions) {
      let novel = all.filter { isNovel[$0.category] }
      let classes = Set(novel.map(\.category))
      captions.count(!classes.isEmpty)
      for category in classes { captionsOf[category] += 1 }
      inImage.formUnion(classes)
      if samples.count < Self.samplesMax, let first = novel.first,
        first.end <= Self.captionScalarsMax
      {
        samples.append(
          NovelMention(
            key: image.key.description, name: names[first.category].name,
            caption: PageText.shortened(caption, to: Self.captionScalarsMax), start: first.start,
            end: first.end))
      }
    }
    images.count(!inImage.isEmpty)
    for category in inImage { imagesOf[category] += 1 }
  }

  /// Counts one image's labels; `isMeasured` is `[regions]`.
  mutating func add(_ labels: LabelRecord, isMeasured: [Bool], matcher: CategoryMatcher) {
    func namesNovel(_ concept: UInt32) -> Bool {
      matcher.categories(ofConcept: concept).contains { isNovel[$0] }
    }
    let width = labels.conceptsPerRegion
    for region in isMeasured.indices where isMeasured[region] && width > 0 {
      regionLabels.count(namesNovel(labels.conceptIDs[region * width]))
    }
    for label in Set(labels.imageLabels.map(\.conceptID)) { imageLabels.count(namesNovel(label)) }
    for box in labels.classBoxes { classBoxes.count(namesNovel(box.conceptID)) }
  }

  /// The audit; `nil` when no class is novel.
  func audit(
    matcher: CategoryMatcher, concepts: [Concept], removed: RemovedConcepts?
  ) -> LeakAudit? {
    let novel = isNovel.indices.filter { isNovel[$0] }
    guard !novel.isEmpty else { return nil }
    var namesOf: [Int: [String]] = [:]
    var entries = 0
    for (id, concept) in concepts.enumerated() {
      let named = matcher.categories(ofConcept: UInt32(id)).filter { isNovel[$0] }
      if !named.isEmpty { entries += 1 }
      for category in named { namesOf[category, default: []].append(concept.name) }
    }
    return LeakAudit(
      novelClasses: novel.count, captions: captions, images: images, poolEntries: entries,
      regionLabels: regionLabels, imageLabels: imageLabels, classBoxes: classBoxes,
      classes: novel.map {
        NovelClass(
          name: matcher.categories[$0].name, captions: captionsOf[$0], images: imagesOf[$0],
          concepts: namesOf[$0] ?? [])
      }, samples: samples, removed: removed)
  }
}
