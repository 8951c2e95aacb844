import Records

/// Counts what the objects of each class are taken for.
struct ConfusionTally {
  /// Distinct concepts remembered of one class; objects given later ones are counted together.
  private static let conceptsMax = 1024
  private static let classesShown = 30
  private static let conceptsShown = 8

  private struct Cell {
    var objects = 0
    let example: ExampleRegion
  }

  /// By category and concept, `[categories][concept]`.
  private var cells: [[UInt32: Cell]]
  private var others: [Int]

  init(categories: Int) {
    cells = Array(repeating: [:], count: categories)
    others = Array(repeating: 0, count: categories)
  }

  /// Counts an object of `category` whose region has `concept` as nearest.
  mutating func add(category: Int, concept: UInt32, regions: RegionRecord, region: Int) {
    if cells[category][concept] != nil {
      cells[category][concept]?.objects += 1
    } else if cells[category].count < Self.conceptsMax {
      cells[category][concept] = Cell(
        objects: 1, example: ExampleRegion(regions: regions, region: region))
    } else {
      others[category] += 1
    }
  }

  /// The worst classes first, by the share of right labels among their objects with a region.
  ///
  /// One right and one wrong object are added to each, so that a single wrong one of a rare class
  /// does not outrank a hundred; classes without a wrong label are left out.
  func rows(matcher: CategoryMatcher, top1: [Proportion], concepts: [Concept]) -> [ConfusionRow] {
    func rank(_ category: Int) -> Double {
      Double(top1[category].hits + 1) / Double(top1[category].total + 2)
    }
    return cells.indices.filter { top1[$0].hits < top1[$0].total }
      .sorted { (rank($0), $0) < (rank($1), $1) }.prefix(Self.classesShown)
      .map { category in
        let known = matcher.categories[category]
        let ranked = cells[category].sorted {
          ($1.value.objects, $0.key) < ($0.value.objects, $1.key)
        }
        let predictions = ranked.prefix(Self.conceptsShown).map { concept, cell in
          ConfusionCell(
            concept: Int(concept), name: concepts[Int(concept)].name,
            isRight: matcher.concept(concept, names: known.id), objects: cell.objects,
            example: cell.example)
        }
        let rest = ranked.dropFirst(Self.conceptsShown).reduce(0) { $0 + $1.value.objects }
        return ConfusionRow(
          categoryID: known.id, name: known.name, top1: top1[category],
          predictions: predictions, others: rest + others[category])
      }
  }
}

extension ExampleRegion {
  init(regions: RegionRecord, region: Int) {
    let box = regions.boxes[region]
    self.init(
      key: regions.key.description, region: region, box: [box.x1, box.y1, box.x2, box.y2])
  }
}
