import Records

/// A seeded sample of regions for each concept, a hundred bytes each.
struct ConceptExamples {
  /// One region whose nearest concept is the one it is an example of.
  struct Example {
    var key: ImageKey
    var box: Box
    var cosine: Float
    /// Whether the concept is right; `nil` when no object lies under the region.
    var isRight: Bool?
  }

  private let hash: SeededHash
  private var samples: [BestFew<Example>]

  init(concepts: Int, perConcept: Int, seed: UInt64) {
    hash = SeededHash(seed: seed)
    samples = Array(repeating: BestFew(limit: perConcept), count: concepts)
  }

  /// Offers the regions of one image.
  mutating func offer(
    regions: RegionRecord, labels: LabelRecord, isMeasured: [Bool], isRight: [Bool?]?
  ) {
    let width = labels.conceptsPerRegion
    guard width > 0 else { return }
    let imageHash = hash.hash(regions.key)
    for region in regions.boxes.indices where isMeasured[region] {
      let draw = SeededHash.hash(imageHash, part: region)
      let rank = BestFew<Example>.Rank(value: Double(draw >> 11), tie: draw)
      samples[Int(labels.conceptIDs[region * width])].offer(rank) {
        Example(
          key: regions.key, box: regions.boxes[region], cosine: labels.cosines[region * width],
          isRight: isRight?[region] ?? nil)
      }
    }
  }

  /// The sample of one concept, in random but repeatable order.
  func examples(of concept: Int) -> [Example] {
    samples[concept].elements
  }
}
