import Records

/// Everything that is counted against the ground truth.
struct TruthTally {
  let truth: GroundTruth
  let matcher: CategoryMatcher
  private let concepts: [Concept]
  private let sources: MeasuredSources
  private var proposals: ProposalTally
  private var onOwnBoxes: AccuracyTally
  private var onProposals: AccuracyTally
  private var sweeps = SweepTally()
  private var calibration: CalibrationTally
  private var confusion: ConfusionTally
  private var regionBoxes: DetectionTally
  private var classBoxes: DetectionTally
  private var imageLabels: ImageLabelTally
  /// Objects of each category that a proposal found, `[categories]`.
  private var foundOfCategory: [Proportion]
  /// Labels of the objects of each category, `[categories]`.
  private var ofCategory: [AccuracyTally.Counts]
  /// Labels of regions on an object that name each category, `[categories]`.
  private var precisionOfCategory: [Proportion]
  private(set) var annotated = 0
  private var hasLabels = false

  init(
    truth: GroundTruth, concepts: [Concept], sources: MeasuredSources, settings: ReportSettings,
    normalize: (String) -> String
  ) {
    self.truth = truth
    self.concepts = concepts
    self.sources = sources
    let categories = truth.categories
    matcher = CategoryMatcher(concepts: concepts, categories: categories, normalize: normalize)
    let exactMax = settings.exactDetectionsMax
    proposals = ProposalTally(
      sources: sources, categories: categories, exactDetectionsMax: exactMax)
    onOwnBoxes = AccuracyTally(categories: categories)
    onProposals = onOwnBoxes
    calibration = CalibrationTally(
      temperature: settings.temperature, poolSize: concepts.count)
    confusion = ConfusionTally(categories: categories.count)
    regionBoxes = DetectionTally(boxes: "regions", categories: categories, exactMax: exactMax)
    classBoxes = DetectionTally(boxes: "class_boxes", categories: categories, exactMax: exactMax)
    imageLabels = ImageLabelTally(matcher: matcher)
    foundOfCategory = Array(repeating: Proportion(), count: categories.count)
    precisionOfCategory = foundOfCategory
    ofCategory = Array(repeating: .init(), count: categories.count)
  }

  /// Counts one image; `nil` when it is not annotated.
  mutating func add(_ regions: RegionRecord, labels: LabelRecord?) -> ImageVerdict? {
    guard let all = truth.boxes[regions.key] else { return nil }
    annotated += 1
    proposals.add(regions, objects: all)
    let overlaps = ImageOverlaps(
      boxes: regions.boxes, isOwn: regions.sources.map(sources.isOwn),
      objects: all)
    let found = countFound(overlaps)
    var right: Proportion?
    let isRight = labels.map { self.isRight(overlaps, labels: $0) }
    if let labels, let isRight {
      hasLabels = true
      right = count(overlaps, labels: labels, regions: regions)
      imageLabels.add(labels: labels, regions: regions, objects: all, sources: sources)
      addBoxes(regions, labels: labels, objects: all)
      addLabels(regions, labels: labels, overlaps: overlaps, isRight: isRight)
    }
    return ImageVerdict(
      overlaps: overlaps, allObjects: all, isRight: isRight, right: right,
      found: found)
  }

  private mutating func addLabels(
    _ regions: RegionRecord, labels: LabelRecord, overlaps: ImageOverlaps, isRight: [Bool?]
  ) {
    let isMeasured = regions.sources.map(sources.isMeasured)
    sweeps.add(
      regions, labels: labels, overlaps: overlaps, isMeasured: isMeasured, isRight: isRight)
    for (region, isRight) in isRight.enumerated() where isMeasured[region] {
      guard let isRight, let object = overlaps.objectOfRegion[region] else { continue }
      calibration.add(labels: labels, region: region, isRight: isRight)
      let nearest = labels.conceptIDs[region * labels.conceptsPerRegion]
      let known = matcher.index(ofCategory: overlaps.objects[object].categoryID)
      for category in matcher.categories(ofConcept: nearest) {
        precisionOfCategory[category].count(category == known)
      }
    }
  }

  private mutating func addBoxes(
    _ regions: RegionRecord, labels: LabelRecord, objects: [GroundTruthBox]
  ) {
    let area = Double(regions.width) * Double(regions.height)
    let labelled = PseudoBoxes(
      regions: regions, labels: labels, sources: sources, matcher: matcher)
    regionBoxes.add(
      imageID: regions.imageID, imageArea: area, detections: labelled.detections,
      withoutCategory: labelled.withoutCategory, objects: objects, matcher: matcher)
    let chosen = PseudoBoxes(
      classBoxes: labels.classBoxes, regions: regions, sources: sources, matcher: matcher)
    classBoxes.add(
      imageID: regions.imageID, imageArea: area, detections: chosen.detections,
      withoutCategory: chosen.withoutCategory, objects: objects, matcher: matcher)
  }

  private mutating func countFound(_ overlaps: ImageOverlaps) -> Proportion {
    var total = Proportion()
    let found = sources.isOnlyTruth ? overlaps.ownRegionOfObject : overlaps.proposalOfObject
    for (object, truth) in overlaps.objects.enumerated() {
      total.count(found[object] != nil)
      if let index = matcher.index(ofCategory: truth.categoryID) {
        foundOfCategory[index].count(found[object] != nil)
      }
    }
    return total
  }

  /// Counts the labels of the objects; returns how many are found and rightly named by proposals.
  private mutating func count(
    _ overlaps: ImageOverlaps, labels: LabelRecord, regions: RegionRecord
  ) -> Proportion {
    var right = Proportion()
    for (object, truth) in overlaps.objects.enumerated() {
      let id = truth.categoryID
      func outcome(_ region: Int?) -> AccuracyTally.Outcome {
        .init(region: region, categoryID: id, labels: labels, matcher: matcher)
      }
      let own = overlaps.ownRegionOfObject[object]
      let proposal = overlaps.proposalOfObject[object]
      onOwnBoxes.add(categoryID: id, outcome: outcome(own))
      onProposals.add(categoryID: id, outcome: outcome(proposal))
      if let index = matcher.index(ofCategory: id) {
        ofCategory[index].add(outcome(own ?? proposal))
        if let region = own ?? proposal, labels.conceptsPerRegion > 0 {
          confusion.add(
            category: index, concept: labels.conceptIDs[region * labels.conceptsPerRegion],
            regions: regions, region: region)
        }
      }
      if case .ranked(0) = outcome(sources.isOnlyTruth ? own : proposal) {
        right.count(true)
      } else {
        right.count(false)
      }
    }
    return right
  }

  /// Whether the nearest concept of each region is the category under it; `nil` on no object.
  private func isRight(_ overlaps: ImageOverlaps, labels: LabelRecord) -> [Bool?] {
    overlaps.objectOfRegion.enumerated().map { region, object in
      guard let object, labels.conceptsPerRegion > 0 else { return nil }
      let nearest = labels.conceptIDs[region * labels.conceptsPerRegion]
      return matcher.concept(nearest, names: overlaps.objects[object].categoryID)
    }
  }

  /// The numbers of proposals, labels and categories.
  consuming func numbers() -> (ProposalQuality?, LabelQuality?, [CategoryNumbers]) {
    let missing = zip(matcher.categories, matcher.isInPool).filter { !$0.1 }.map(\.0.name)
    let total = matcher.categories.count
    let ofRegions = regionBoxes.numbers()
    let ofClassBoxes = classBoxes.numbers()
    let labelQuality = LabelQuality(
      categoriesInPool: Proportion(hits: total - missing.count, total: total),
      categoriesMissing: missing, onGroundTruthBoxes: onOwnBoxes.rows,
      onProposals: onProposals.rows, thresholds: sweeps.thresholds, sweeps: sweeps.sweeps,
      calibration: calibration.numbers,
      confusion: confusion.rows(
        matcher: matcher, top1: ofCategory.map(\.top1), concepts: concepts),
      detections: [ofRegions?.quality, ofClassBoxes?.quality].compactMap(\.self),
      classBoxes: imageLabels.classBoxes, imageLabels: imageLabels.imageLabels)
    let hasLabels = hasLabels
    let categories = categoryNumbers(ofRegions?.ofCategory, ofClassBoxes?.ofCategory)
    return (proposals.numbers(), hasLabels ? labelQuality : nil, categories)
  }

  private func categoryNumbers(
    _ regions: [DetectionTally.ClassPrecision?]?, _ classBoxes: [DetectionTally.ClassPrecision?]?
  ) -> [CategoryNumbers] {
    matcher.categories.enumerated().map { index, category in
      let labels = imageLabels.ofCategory[index]
      let region = regions?[index]
      let classBox = classBoxes?[index]
      return CategoryNumbers(
        id: category.id, name: category.name, split: category.split,
        isInPool: matcher.isInPool[index], recall50: foundOfCategory[index],
        top1: ofCategory[index].top1, top5: ofCategory[index].top5,
        objects: foundOfCategory[index].total, labelPrecision: precisionOfCategory[index],
        regionAP: region?.mean, regionAP50: region?.at50, classBoxAP: classBox?.mean,
        classBoxAP50: classBox?.at50, imageLabelPrecision: labels.precision,
        imageLabelRecall: labels.recall, localisation: labels.localisation,
        corLoc: labels.corLoc, meanIoU: labels.meanIoU)
    }
  }
}
