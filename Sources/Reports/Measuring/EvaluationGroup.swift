import Records

/// Objects over which recall is taken: all, a range of areas, or a split of the categories.
struct EvaluationGroup {
  let name: String
  /// Areas in square pixels that belong to the group, both ends included.
  let areas: ClosedRange<Double>
  /// Ids of the categories that belong to the group; `nil` for all.
  let categoryIDs: Set<Int>?

  /// All objects, COCO's three sizes, then the splits: base, novel, the others by name.
  static func groups(for categories: [Category]) -> [EvaluationGroup] {
    // COCO's limits; an object of exactly 32 x 32 counts as small and as medium.
    let unlimited = 1e10
    let sizes = [
      EvaluationGroup(name: "all", areas: 0...unlimited, categoryIDs: nil),
      EvaluationGroup(name: "small", areas: 0...(32 * 32), categoryIDs: nil),
      EvaluationGroup(name: "medium", areas: (32 * 32)...(96 * 96), categoryIDs: nil),
      EvaluationGroup(name: "large", areas: (96 * 96)...unlimited, categoryIDs: nil),
    ]
    return sizes
      + splitNames(of: categories).map { split in
        let ids = categories.filter { $0.split == split }.map(\.id)
        return EvaluationGroup(name: split, areas: 0...unlimited, categoryIDs: Set(ids))
      }
  }

  /// The splits that `categories` name: base and novel first, the others in byte order.
  static func splitNames(of categories: [Category]) -> [String] {
    let names = Set(categories.compactMap(\.split)).subtracting(["all"])
    let known = ["base", "novel"].filter { names.contains($0) }
    return known + names.subtracting(known).sorted()
  }

  /// Whether the object belongs to the group; others are neither hits nor misses.
  func contains(area: Double, categoryID: Int) -> Bool {
    areas.contains(area) && (categoryIDs?.contains(categoryID) ?? true)
  }
}
