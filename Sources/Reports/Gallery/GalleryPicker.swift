import Records

/// Chooses images for the gallery while records stream by, in memory for a few dozen images.
struct GalleryPicker {
  /// Regions drawn in a picture: more would hide it.
  static let regionsMax = 8
  private static let conceptsMax = 10
  private static let objectsMax = 40
  private static let captionsMax = 5

  private let perKind: Int
  private let hash: SeededHash
  private var candidates: [GalleryImage.Kind: BestFew<GalleryImage>]

  init(perKind: Int, seed: UInt64) {
    self.perKind = perKind
    hash = SeededHash(seed: seed)
    // An image can be among the first of several kinds but is shown once: keep enough for all.
    let spares = perKind * GalleryImage.Kind.allCases.count
    candidates = Dictionary(
      uniqueKeysWithValues: GalleryImage.Kind.allCases.map { ($0, BestFew(limit: spares)) })
  }

  /// Offers an image that was not rejected.
  ///
  /// `isShown` says which regions may be drawn: the proposals, where there are any.
  mutating func offer(
    image: InputImage, regions: RegionRecord, labels: LabelRecord?, verdict: ImageVerdict?,
    concepts: [Concept], matcher: CategoryMatcher?, isShown: (Int) -> Bool
  ) {
    guard perKind > 0, regions.boxes.indices.contains(where: isShown) else { return }
    let tie = hash.hash(image.key)
    let ranks = Self.ranks(regions: regions, labels: labels, verdict: verdict, isShown: isShown)
    for kind in GalleryImage.Kind.allCases {
      let value = kind == .random ? Double(tie >> 11) : ranks[kind]
      guard let value else { continue }
      candidates[kind]?.offer(.init(value: value, tie: tie)) {
        Self.describe(
          image: image, regions: regions, labels: labels, verdict: verdict, concepts: concepts,
          matcher: matcher, isShown: isShown)
      }
    }
  }

  /// The choice: each image once, kinds in the order of the page.
  var choice: [(kind: GalleryImage.Kind, images: [GalleryImage])] {
    var shown: Set<ImageKey> = []
    return GalleryImage.Kind.allCases.map { kind in
      let images = (candidates[kind]?.elements ?? []).filter { !shown.contains($0.key) }
        .prefix(perKind)
      shown.formUnion(images.map(\.key))
      return (kind, Array(images))
    }
  }

  /// How good and how uncertain an image is; greater ranks first.
  ///
  /// With ground truth good means: many of its objects found and rightly named. Without, it means
  /// confident. The number of objects weighs in, lest images with one object fill both ends.
  private static func ranks(
    regions: RegionRecord, labels: LabelRecord?, verdict: ImageVerdict?, isShown: (Int) -> Bool
  ) -> [GalleryImage.Kind: Double] {
    var result: [GalleryImage.Kind: Double] = [:]
    let first = regions.boxes.indices.lazy.filter(isShown).prefix(regionsMax)
    let confidence = labels.flatMap { labels in mean(first.map { labels.maxProbability[$0] }) }
    if let confidence { result[.uncertain] = -confidence }
    if let verdict, !verdict.overlaps.objects.isEmpty {
      let objects = Double(verdict.overlaps.objects.count)
      let hits = Double((verdict.right ?? verdict.found).hits)
      // Nothing found is never among the best, nothing missed never among the worst.
      if hits > 0 { result[.best] = (hits + 0.5) / (objects + 2) }
      if hits < objects { result[.worst] = (objects - hits + 0.5) / (objects + 2) }
    } else if verdict == nil, let confidence {
      result[.best] = confidence
      result[.worst] = -confidence
    }
    return result
  }

  private static func mean(_ values: some Collection<Float>) -> Double? {
    values.isEmpty ? nil : values.reduce(0) { $0 + Double($1) } / Double(values.count)
  }

  private static func describe(
    image: InputImage, regions: RegionRecord, labels: LabelRecord?, verdict: ImageVerdict?,
    concepts: [Concept], matcher: CategoryMatcher?, isShown: (Int) -> Bool
  ) -> GalleryImage {
    let candidates = regions.boxes.indices.filter(isShown)
    let shown = choice(of: candidates, verdict: verdict)
    return GalleryImage(
      key: image.key, width: regions.width, height: regions.height,
      captions: image.captions.prefix(captionsMax).map {
        PageText.shortened($0, to: CaptionMarkup.scalarsMax)
      },
      spans: (labels?.imageLabels ?? []).filter { $0.caption < captionsMax }.map {
        .init(
          caption: $0.caption, start: $0.start, end: $0.end,
          concept: concepts[Int($0.conceptID)].name)
      },
      regions: shown.map {
        region($0, regions: regions, labels: labels, verdict: verdict, concepts: concepts)
      },
      regionsTotal: candidates.count,
      objects: (verdict?.allObjects ?? []).prefix(objectsMax).map { object in
        let index = matcher?.index(ofCategory: object.categoryID)
        let name = index.flatMap { matcher?.categories[$0].name }
        return .init(
          box: object.box, name: name ?? "category \(object.categoryID)", isCrowd: object.isCrowd)
      },
      found: verdict?.found, right: verdict?.right,
      meanProbability: labels.flatMap { record in
        mean(shown.map { record.maxProbability[$0] })
      })
  }

  /// The regions to draw: those that found an object, then the others, best scores first.
  private static func choice(of candidates: [Int], verdict: ImageVerdict?) -> [Int] {
    guard let overlaps = verdict?.overlaps else { return Array(candidates.prefix(regionsMax)) }
    let finders = Set((overlaps.proposalOfObject + overlaps.ownRegionOfObject).compactMap { $0 })
    let first = candidates.filter { finders.contains($0) }
    let others = candidates.filter { !finders.contains($0) }
    return (first + others).prefix(regionsMax).sorted()
  }

  private static func region(
    _ region: Int, regions: RegionRecord, labels: LabelRecord?, verdict: ImageVerdict?,
    concepts: [Concept]
  ) -> GalleryImage.Region {
    let width = labels?.conceptsPerRegion ?? 0
    let places = (region * width)..<(region * width + min(width, conceptsMax))
    return .init(
      box: regions.boxes[region], score: regions.scores[region],
      concepts: places.compactMap { place in
        labels.map { (concepts[Int($0.conceptIDs[place])].name, $0.cosines[place]) }
      },
      maxProbability: labels?.maxProbability[region],
      isRight: verdict?.isRight?[region] ?? nil)
  }
}
