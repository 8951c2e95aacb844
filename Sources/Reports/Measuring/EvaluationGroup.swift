import Records

/// Objects over which recall is taken: all, a range of areas, or a split of the categories.
struct EvaluationGroup {
  let name: String
  /// Areas in square pixels that belong to the group, both ends included.
  let areas: ClosedRange<Double>
  /// Areas of the box as shares of the image that belong to the group, both ends included; `nil` for
  /// all, those of an image of unknown size among them.
  let shares: ClosedRange<Double>?
  /// Ids of the categories that belong to the group; `nil` for all.
  let categoryIDs: Set<Int>?

  // COCO's and MAVL's limits; an object of exactly 32 x 32 counts as small and as medium.
  private static let unlimited = 0...1e10

  init(
    _ name: String, areas: ClosedRange<Double> = unlimited,
    shares: ClosedRange<Double>? = nil, categoryIDs: Set<Int>? = nil
  ) {
    self.name = name
    self.areas = areas
    self.shares = shares
    self.categoryIDs = categoryIDs
  }

  /// All objects and COCO's three sizes.
  static let sizes = [
    EvaluationGroup("all"), EvaluationGroup("small", areas: 0...(32 * 32)),
    EvaluationGroup("medium", areas: (32 * 32)...(96 * 96)),
    EvaluationGroup("large", areas: (96 * 96)...1e10),
  ]

  /// Sizes relative to the image, as in the evaluation of MAVL: up to 5 % and from 20 %.
  static let relativeSizes = [
    EvaluationGroup("mavl_small", shares: 0...0.05),
    EvaluationGroup("mavl_medium", shares: 0.05...0.2),
    EvaluationGroup("mavl_large", shares: 0.2...1e10),
  ]

  /// All objects, COCO's three sizes, MAVL's, then the splits: base, novel, the others by name.
  static func groups(for categories: [Category]) -> [EvaluationGroup] {
    sizes + relativeSizes + splits(of: categories)
  }

  /// All objects, then the splits.
  static func allAndSplits(of categories: [Category]) -> [EvaluationGroup] {
    [EvaluationGroup("all")] + splits(of: categories)
  }

  /// One group for each split of `categories`.
  static func splits(of categories: [Category]) -> [EvaluationGroup] {
    splitNames(of: categories).map { split in
      EvaluationGroup(
        split, categoryIDs: Set(categories.filter { $0.split == split }.map(\.id)))
    }
  }

  /// The splits that `categories` name: base and novel first, the others in byte order.
  private static func splitNames(of categories: [Category]) -> [String] {
    let taken = (sizes + relativeSizes).map(\.name)
    let names = Set(categories.compactMap(\.split)).subtracting(taken)
    let known = ["base", "novel"].filter { names.contains($0) }
    return known + names.subtracting(known).sorted()
  }

  /// Whether an object or a box of that area, and of that share of its image, belongs to the group.
  func contains(area: Double, share: Double) -> Bool {
    areas.contains(area) && shares?.contains(share) ?? true
  }

  /// Whether objects of the category belong to the group; others are neither hits nor misses.
  func contains(categoryID: Int) -> Bool {
    categoryIDs?.contains(categoryID) ?? true
  }
}
