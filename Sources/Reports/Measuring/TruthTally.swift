import Records

/// Everything that is counted against the ground truth.
struct TruthTally {
  let truth: GroundTruth
  let matcher: CategoryMatcher
  private let sources: MeasuredSources
  private var proposals: ProposalTally
  private var onOwnBoxes: AccuracyTally
  private var onProposals: AccuracyTally
  private var thresholds = ThresholdTally()
  private var imageLabels = ImageLabelTally()
  /// Objects of each category that a proposal found, `[categories]`.
  private var foundOfCategory: [Proportion]
  /// Labels of the objects of each category, `[categories]`.
  private var ofCategory: [AccuracyTally.Counts]
  private(set) var annotated = 0
  private var hasLabels = false

  init(
    truth: GroundTruth, concepts: [Concept], sources: MeasuredSources, exactDetectionsMax: Int,
    normalize: (String) -> String
  ) {
    self.truth = truth
    self.sources = sources
    let matcher = CategoryMatcher(
      concepts: concepts, categories: truth.categories, normalize: normalize)
    self.matcher = matcher
    proposals = ProposalTally(
      sources: sources, categories: truth.categories, exactDetectionsMax: exactDetectionsMax)
    onOwnBoxes = AccuracyTally(categories: truth.categories)
    onProposals = onOwnBoxes
    foundOfCategory = Array(repeating: Proportion(), count: truth.categories.count)
    ofCategory = Array(repeating: .init(), count: truth.categories.count)
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
    if let labels {
      hasLabels = true
      right = count(overlaps, labels: labels)
      imageLabels.add(
        labels: labels, regions: regions, objects: all, matcher: matcher, sources: sources)
      for (region, probability) in labels.maxProbability.enumerated()
      where sources.isMeasured(regions.sources[region]) {
        thresholds.add(maxProbability: probability, isRight: isRight?[region])
      }
    }
    return ImageVerdict(
      overlaps: overlaps, allObjects: all, isRight: isRight, right: right,
      found: found)
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
  private mutating func count(_ overlaps: ImageOverlaps, labels: LabelRecord) -> Proportion {
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
    let labelQuality = LabelQuality(
      categoriesInPool: Proportion(hits: total - missing.count, total: total),
      categoriesMissing: missing, onGroundTruthBoxes: onOwnBoxes.rows,
      onProposals: onProposals.rows, thresholds: thresholds.rows,
      classBoxes: imageLabels.classBoxes, imageLabels: imageLabels.imageLabels)
    let hasLabels = hasLabels
    let categories = categoryNumbers
    return (proposals.numbers(), hasLabels ? labelQuality : nil, categories)
  }

  private var categoryNumbers: [CategoryNumbers] {
    matcher.categories.enumerated().map { index, category in
      CategoryNumbers(
        id: category.id, name: category.name, split: category.split,
        isInPool: matcher.isInPool[index], recall50: foundOfCategory[index],
        top1: ofCategory[index].top1, top5: ofCategory[index].top5)
    }
  }
}
