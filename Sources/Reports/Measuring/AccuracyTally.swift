import Records

/// Counts right labels over objects, by split and by category.
struct AccuracyTally {
  private let groups: [EvaluationGroup]
  private var counts: [Counts]

  /// Creates a tally over all objects and over each split of `categories`.
  init(categories: [Category]) {
    groups = EvaluationGroup.allAndSplits(of: categories)
    counts = Array(repeating: Counts(), count: groups.count)
  }

  /// Counts one object of that category.
  mutating func add(categoryID: Int, outcome: Outcome) {
    for (place, group) in groups.enumerated()
    where group.contains(categoryID: categoryID) {
      counts[place].add(outcome)
    }
  }

  /// One row for each group, or nothing when no object had a region.
  var rows: [AccuracyGroup] {
    guard counts.contains(where: { $0.covered.hits > 0 }) else { return [] }
    return zip(groups, counts).map {
      AccuracyGroup(name: $0.name, covered: $1.covered, top1: $1.top1, top5: $1.top5)
    }
  }

  /// Objects with a region, and how many of these are rightly named.
  struct Counts {
    var covered = Proportion()
    var top1 = Proportion()
    var top5 = Proportion()

    mutating func add(_ outcome: Outcome) {
      if case .uncovered = outcome {
        covered.count(false)
        return
      }
      covered.count(true)
      if case .ranked(let rank) = outcome {
        top1.count(rank == 0)
        top5.count(true)
      } else {
        top1.count(false)
        top5.count(false)
      }
    }
  }

  /// What the labels of an object's region say.
  enum Outcome {
    /// No region is on the object.
    case uncovered
    /// The region's nearest concepts have the category at this place, 0 the nearest.
    case ranked(Int)
    /// They do not have it.
    case wrong

    /// Finds the category of `object` among the first five concepts of `region`.
    init(
      region: Int?, categoryID: Int, labels: LabelRecord, matcher: CategoryMatcher
    ) {
      guard let region else {
        self = .uncovered
        return
      }
      let width = labels.conceptsPerRegion
      let first = region * width
      let near = labels.conceptIDs[first..<(first + min(width, 5))]
      let rank = near.firstIndex { matcher.concept($0, names: categoryID) }
      self = rank.map { .ranked($0 - first) } ?? .wrong
    }
  }
}
