import Records

/// Counts, class by class, which objects only one of two sides names rightly.
struct ClassChangeTally {
  /// The region that one side has on an object.
  struct Choice {
    let box: Box
    let concept: String
    let cosine: Float
    let probability: Float
    let isRight: Bool
  }

  /// An object that changed sides.
  struct Moved {
    let key: ImageKey
    let width: Int
    let height: Int
    let box: Box
    let first: Choice?
    let second: Choice?
  }

  /// What one side knows of the ground truth.
  struct Side {
    let concepts: [Concept]
    let sources: MeasuredSources
    let matcher: CategoryMatcher

    init(_ set: ComparedSet, categories: [Category], normalize: (String) -> String) {
      concepts = set.concepts
      sources = MeasuredSources(set.sources)
      matcher = CategoryMatcher(
        concepts: set.concepts, categories: categories, normalize: normalize)
    }

    /// The regions on the objects of one image: their own boxes, or else the best proposals.
    func choices(_ pair: ComparedRecords.Pair, _ all: [GroundTruthBox]) -> [Choice?] {
      let (regions, labels) = (pair.regions, pair.labels)
      let overlaps = ImageOverlaps(
        boxes: regions.boxes, isOwn: regions.sources.map(sources.isOwn), objects: all)
      return overlaps.objects.enumerated().map { place, object in
        let region = overlaps.ownRegionOfObject[place] ?? overlaps.proposalOfObject[place]
        guard let region, labels.conceptsPerRegion > 0 else { return nil }
        let nearest = region * labels.conceptsPerRegion
        let concept = labels.conceptIDs[nearest]
        return Choice(
          box: regions.boxes[region], concept: concepts[Int(concept)].name,
          cosine: labels.cosines[nearest], probability: labels.maxProbability[region],
          isRight: matcher.concept(concept, names: object.categoryID))
      }
    }
  }

  private static let examplesMax = 3

  private let truth: GroundTruth
  private let first: Side
  private let second: Side
  private let hash: SeededHash
  private var changes: [ClassChange]
  /// Objects that changed for the better and for the worse, `[classes]`.
  private var mended: [BestFew<Moved>]
  private var broken: [BestFew<Moved>]

  init(
    truth: GroundTruth, first: ComparedSet, second: ComparedSet, seed: UInt64,
    normalize: (String) -> String
  ) {
    self.truth = truth
    self.first = Side(first, categories: truth.categories, normalize: normalize)
    self.second = Side(second, categories: truth.categories, normalize: normalize)
    hash = SeededHash(seed: seed)
    changes = truth.categories.map { ClassChange(id: $0.id, name: $0.name, split: $0.split) }
    mended = Array(repeating: BestFew(limit: Self.examplesMax), count: truth.categories.count)
    broken = mended
  }

  /// Counts one image that both sides have.
  mutating func add(first pairA: ComparedRecords.Pair, second pairB: ComparedRecords.Pair) {
    guard let all = truth.boxes[pairA.regions.key] else { return }
    let objects = all.filter { !$0.isCrowd }
    let imageHash = hash.hash(pairA.regions.key)
    let (choicesA, choicesB) = (first.choices(pairA, all), second.choices(pairB, all))
    for (place, object) in objects.enumerated() {
      guard let index = first.matcher.index(ofCategory: object.categoryID) else { continue }
      let (a, b) = (choicesA[place], choicesB[place])
      let (rightA, rightB) = (a?.isRight ?? false, b?.isRight ?? false)
      changes[index].objects += 1
      changes[index].foundFirst += a == nil ? 0 : 1
      changes[index].foundSecond += b == nil ? 0 : 1
      changes[index].rightFirst += rightA ? 1 : 0
      changes[index].rightSecond += rightB ? 1 : 0
      guard rightA != rightB else { continue }
      let draw = SeededHash.hash(imageHash, part: place)
      let rank = BestFew<Moved>.Rank(value: Double(draw >> 11), tie: draw)
      let known = pairA.regions.width > 0 ? pairA.regions : pairB.regions
      let moved = {
        Moved(
          key: known.key, width: known.width, height: known.height, box: object.box, first: a,
          second: b)
      }
      if rightB {
        changes[index].mended += 1
        mended[index].offer(rank, moved)
      } else {
        changes[index].broken += 1
        broken[index].offer(rank, moved)
      }
    }
  }

  /// Classes with objects, ascending id.
  var numbers: [ClassChange] {
    changes.filter { $0.objects > 0 }.sorted { $0.id < $1.id }
  }

  /// Classes with objects that changed, those with most of them first, with a sample.
  var moves: [(change: ClassChange, examples: [Moved])] {
    changes.indices.filter { changes[$0].mended + changes[$0].broken > 0 }
      .sorted {
        let (a, b) = (
          changes[$0].mended + changes[$0].broken, changes[$1].mended + changes[$1].broken
        )
        return (b, changes[$0].id) < (a, changes[$1].id)
      }
      .map { (changes[$0], mended[$0].elements + broken[$0].elements) }
  }
}
