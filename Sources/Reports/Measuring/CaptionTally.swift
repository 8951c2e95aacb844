import Records

/// Counts how regions agree with what the captions of their image name.
struct CaptionTally {
  private var images = 0
  private var labelsPerImage = GridHistogram(binWidth: 1)
  private var top1 = Proportion()
  private var topK = Proportion()
  private var kept = Proportion()
  private var labelsOnRegion = Proportion()
  /// Regions whose nearest concept it is, and images whose captions name it, `[concepts]`.
  private var regionsOfConcept: [Int]
  private var imagesOfConcept: [Int]

  init(concepts: Int) {
    regionsOfConcept = Array(repeating: 0, count: concepts)
    imagesOfConcept = regionsOfConcept
  }

  /// Counts one image with captions; `isMeasured` is `[regions]`.
  mutating func add(
    _ record: LabelRecord, isMeasured: [Bool], isKept: (Float) -> Bool
  ) {
    let named = Set(record.imageLabels.map(\.conceptID))
    labelsPerImage.add(Double(named.count))
    guard !named.isEmpty else { return }
    images += 1
    for concept in named { imagesOfConcept[Int(concept)] += 1 }
    let width = record.conceptsPerRegion
    var nearest: Set<UInt32> = []
    for region in isMeasured.indices where isMeasured[region] && width > 0 {
      let stored = record.conceptIDs[region * width..<(region + 1) * width]
      guard let first = stored.first else { continue }
      nearest.insert(first)
      regionsOfConcept[Int(first)] += 1
      top1.count(named.contains(first))
      topK.count(stored.contains(where: named.contains))
      if isKept(record.maxProbability[region]) { kept.count(named.contains(first)) }
    }
    labelsOnRegion.hits += named.intersection(nearest).count
    labelsOnRegion.total += named.count
  }

  /// The numbers; `nil` when no caption names a concept.
  var numbers: CaptionNumbers? {
    guard images > 0 else { return nil }
    let regions = regionsOfConcept.reduce(0, +)
    let expected = zip(regionsOfConcept, imagesOfConcept).reduce(0.0) {
      $0 + Double($1.0) * Double($1.1)
    }
    return CaptionNumbers(
      images: images, labelsPerImage: labelsPerImage.histogram, top1: top1, topK: topK,
      kept: kept,
      expectedTop1: regions > 0 ? expected / (Double(regions) * Double(images)) : nil,
      labelsOnRegion: labelsOnRegion)
  }
}
