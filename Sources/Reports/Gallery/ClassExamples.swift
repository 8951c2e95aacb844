import Records

/// A seeded sample of objects for each class: rightly named, wrongly named and missed ones.
///
/// About a hundred bytes each, a dozen for each class, whatever the size of the data set.
struct ClassExamples {
  /// What became of an object.
  enum Kind: String, CaseIterable {
    case wrong
    case missed
    case right
  }

  /// One object of the ground truth.
  struct Example {
    var key: ImageKey
    var kind: Kind
    /// The object's box.
    var box: Box
    /// Nearest concept of its region with the cosine; `nil` when missed.
    var nearest: (concept: UInt32, cosine: Float)?
  }

  private let hash: SeededHash
  private let limits: [Kind: Int]
  private var samples: [[Kind: BestFew<Example>]]

  init(classes: Int, seed: UInt64) {
    hash = SeededHash(seed: seed)
    limits = [.wrong: 6, .missed: 3, .right: 3]
    samples = Array(repeating: [:], count: classes)
  }

  /// Offers the objects of one image.
  mutating func offer(
    key: ImageKey, verdict: ImageVerdict, labels: LabelRecord, matcher: CategoryMatcher
  ) {
    let imageHash = hash.hash(key)
    let overlaps = verdict.overlaps
    for (place, object) in overlaps.objects.enumerated() {
      guard let index = matcher.index(ofCategory: object.categoryID) else { continue }
      let region = overlaps.ownRegionOfObject[place] ?? overlaps.proposalOfObject[place]
      var nearest: (concept: UInt32, cosine: Float)?
      if let region, labels.conceptsPerRegion > 0 {
        let first = region * labels.conceptsPerRegion
        nearest = (labels.conceptIDs[first], labels.cosines[first])
      }
      let isRight = nearest.map { matcher.concept($0.concept, names: object.categoryID) }
      let kind: Kind = isRight.map { $0 ? .right : .wrong } ?? .missed
      let draw = SeededHash.hash(imageHash, part: place)
      var few = samples[index][kind] ?? BestFew(limit: limits[kind] ?? 0)
      few.offer(.init(value: Double(draw >> 11), tie: draw)) {
        Example(key: key, kind: kind, box: object.box, nearest: nearest)
      }
      samples[index][kind] = few
    }
  }

  /// The sample of one class, wrong ones first.
  func examples(ofClass index: Int) -> [Example] {
    Kind.allCases.flatMap { samples[index][$0]?.elements ?? [] }
  }
}
