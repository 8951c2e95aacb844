public import Records

/// Measures a data set in one pass over its records, in memory that hardly grows with it.
///
/// Call `add` once for each image in the order of the plan, then `finish`. Memory is proportional to
/// the pool and the ground truth, plus 40 bytes for each image (digest and perceptual hash) and up to
/// 24 for each detection on annotated images, the latter up to `ReportSettings.exactDetectionsMax`.
public struct ReportBuilder {
  let settings: ReportSettings
  private let sources: MeasuredSources
  private let normalize: (String) -> String
  private var images = ImageNumbers(
    total: 0, rejected: 0, withCaptions: 0, captions: 0, annotated: 0)
  private var rejections: RejectionTally
  private var regions: RegionTally
  private var ofSources: SourceTally
  private var labels: LabelTally
  private var captions: CaptionTally
  private var concepts: ConceptTally
  private var duplicates: DuplicateTally
  private var truth: TruthTally?
  private var naming: ClassNaming?
  private var novel: NovelTally?
  private var gallery: GalleryPicker
  private var examples: ConceptExamples
  private var classExamples: ClassExamples

  /// Creates a builder.
  ///
  /// - Parameters:
  ///   - settings: Choices of the report.
  ///   - groundTruth: What is known to be in the images, if anything is.
  ///   - concepts: The pool; index = concept id.
  ///   - sources: The proposal sources; index = `RegionRecord.sources`.
  ///   - normalize: Makes a class name comparable with a concept's name, such as lemmatisation;
  ///     tried beside plain lower-case comparison.
  public init(
    settings: ReportSettings, groundTruth: GroundTruth?, concepts: [Concept],
    sources: [ReportSource], normalize: @escaping (String) -> String = { $0 }
  ) {
    self.settings = settings
    self.normalize = normalize
    let sources = MeasuredSources(sources)
    self.sources = sources
    rejections = RejectionTally(samplesMax: settings.rejectionSamples)
    regions = RegionTally(sources: sources)
    ofSources = SourceTally(sources: sources)
    labels = LabelTally(
      keepThreshold: settings.keepThreshold, temperature: settings.temperature,
      poolSize: concepts.count)
    captions = CaptionTally(concepts: concepts.count)
    self.concepts = ConceptTally(concepts: concepts)
    duplicates = DuplicateTally(distanceMax: settings.nearDistance)
    truth = groundTruth.map {
      TruthTally(
        truth: $0, concepts: concepts, sources: sources, settings: settings, normalize: normalize)
    }
    naming = groundTruth.map { ClassNaming(categories: $0.categories) }
    novel = groundTruth.map { NovelTally(categories: $0.categories) }
    gallery = GalleryPicker(perKind: settings.picturesPerKind, seed: settings.seed)
    examples = ConceptExamples(
      concepts: concepts.count, perConcept: settings.cropsPerConcept, seed: settings.seed)
    classExamples = ClassExamples(classes: groundTruth?.categories.count ?? 0, seed: settings.seed)
  }

  /// Adds one image; `labels` is `nil` before the labels pass.
  ///
  /// - Throws: `ReportError.mismatch` when the records do not fit each other, the pool or the
  ///   sources.
  public mutating func add(
    image: InputImage, regions record: RegionRecord, labels labelRecord: LabelRecord?
  ) throws {
    try RecordCheck(concepts: concepts.concepts.count, sources: sources.sources.count)
      .check(image: image, regions: record, labels: labelRecord)
    let place = images.total
    images.total += 1
    images.captions += image.captions.count
    if !image.captions.isEmpty { images.withCaptions += 1 }
    addMentions(image)
    if let rejection = record.rejection {
      images.rejected += 1
      rejections.add(rejection, key: record.key)
      // Objects of an image that nothing could be made of are not found.
      if let verdict = truth?.add(record, labels: labelRecord) {
        ofSources.add(record, finders: verdict.overlaps.findersOfObject)
      }
      return
    }
    duplicates.add(record, image: place)
    let isMeasured = record.sources.map(sources.isMeasured)
    regions.add(record, isMeasured: isMeasured)
    ofSources.add(record, isKept: labelRecord?.maxProbability.map(labels.isKept))
    if let labelRecord { addLabels(labelRecord, of: image, isMeasured: isMeasured) }
    let verdict = truth?.add(record, labels: labelRecord)
    if let verdict { ofSources.add(record, finders: verdict.overlaps.findersOfObject) }
    gallery.offer(
      image: image, regions: record, labels: labelRecord, verdict: verdict,
      concepts: concepts.concepts, matcher: truth?.matcher, isShown: { isMeasured[$0] })
    if let labelRecord {
      examples.offer(
        regions: record, labels: labelRecord, isMeasured: isMeasured, isRight: verdict?.isRight)
      if let verdict, let matcher = truth?.matcher {
        classExamples.offer(
          key: record.key, verdict: verdict, labels: labelRecord, matcher: matcher)
      }
    }
  }

  private mutating func addMentions(_ image: InputImage) {
    guard naming != nil else { return }
    let mentions = image.captions.map { naming?.mentions(in: $0) ?? [] }
    novel?.add(image, mentions: mentions, names: naming?.categories ?? [])
  }

  private mutating func addLabels(
    _ record: LabelRecord, of image: InputImage, isMeasured: [Bool]
  ) {
    labels.add(record, isMeasured: isMeasured)
    concepts.add(labels: record)
    if !image.captions.isEmpty || !record.imageLabels.isEmpty {
      captions.add(record, isMeasured: isMeasured, isKept: labels.isKept)
    }
    if let matcher = truth?.matcher {
      novel?.add(record, isMeasured: isMeasured, matcher: matcher)
    }
    let width = record.conceptsPerRegion
    guard width > 0 else { return }
    for (region, probability) in record.maxProbability.enumerated() where isMeasured[region] {
      concepts.add(
        record.conceptIDs[region * width], cosine: record.cosines[region * width],
        isKept: labels.isKept(probability))
    }
  }

  /// Ends the pass: the numbers, and the choice of pictures to be drawn.
  ///
  /// `keyOf` names an image by its place in the order of adding; it is asked for the few duplicates
  /// that are shown.
  public consuming func finish(
    facts: ReportFacts, keyOf: (Int) -> String = { "image \($0)" }
  ) -> FinishedReport {
    finish(facts: facts, evaluation: nil, keyOf: keyOf)
  }

  consuming func finish(
    facts: ReportFacts, evaluation: [EvaluationImages.Image]?, keyOf: (Int) -> String
  ) -> FinishedReport {
    let matcher = truth?.matcher
    let categories = matcher?.categories ?? []
    let strips = concepts.ranking.prefix(settings.conceptsShown).map { id in
      ConceptStrip(frequency: concepts.frequency(of: id), examples: examples.examples(of: id))
    }
    let rows = concepts.concepts.indices.map { id in
      ConceptRow(
        frequency: concepts.frequency(of: id), imageLabels: concepts.imageLabels[id],
        classBoxes: concepts.classBoxes[id],
        categories: (matcher?.categories(ofConcept: UInt32(id)) ?? []).map { categories[$0] })
    }
    let settings = settings
    let pictures = gallery.choice
    let twins = duplicates.numbers(keyOf: keyOf, evaluation: evaluation)
    let classExamples = classExamples
    let report = numbers(facts: facts, duplicates: twins)
    return FinishedReport(
      report: report, settings: settings, gallery: pictures,
      strips: strips.filter { !$0.examples.isEmpty },
      classStrips: Self.classStrips(report.categories, classExamples), conceptRows: rows)
  }

  private static func classStrips(
    _ categories: [CategoryNumbers], _ examples: ClassExamples
  ) -> [ClassStrip] {
    categories.enumerated().map { index, category in
      ClassStrip(
        id: category.id, name: category.name, top1: category.top1,
        examples: examples.examples(ofClass: index))
    }
    .filter { !$0.examples.isEmpty }
    .sorted { left, right in
      let (a, b) = (left.top1.total - left.top1.hits, right.top1.total - right.top1.hits)
      return (b, left.id) < (a, right.id)
    }
  }

  private consuming func numbers(facts: ReportFacts, duplicates: DuplicateNumbers) -> Report {
    images.annotated = truth?.annotated ?? 0
    let pool = concepts.concepts
    let categories = truth?.matcher.categories ?? []
    let audit = truth.flatMap { truth in
      novel?.audit(matcher: truth.matcher, concepts: pool, removed: facts.removed)
    }
    let coverage =
      facts.poolCoverage
      ?? naming?.coverage(poolNames: pool.map(\.name), normalize: normalize)
    let (proposalQuality, labelQuality, perCategory) = truth?.numbers() ?? (nil, nil, [])
    var report = Report(
      version: Report.currentVersion, title: settings.title, images: images,
      rejections: rejections.numbers, inputRejections: facts.inputRejections,
      regions: regions.numbers(sources: ofSources.sourceNumbers),
      queries: ofSources.queryNumbers(names: facts.queryNames), labels: labels.numbers,
      captions: captions.numbers, concepts: concepts.numbers, captionCounts: facts.captionCounts,
      poolCoverage: coverage, duplicates: duplicates, proposalQuality: proposalQuality,
      labelQuality: images.annotated > 0 ? labelQuality : nil, categories: perCategory,
      leaks: LeakNumbers.leaks(of: facts.exposures, into: categories), leakAudit: audit,
      absent: [:], provenance: facts.provenance)
    report.absent = AbsentParts(report: report, hasGroundTruth: !categories.isEmpty).reasons
    return report
  }
}
