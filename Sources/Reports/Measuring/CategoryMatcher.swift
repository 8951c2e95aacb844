import Records

/// Says which concepts of the pool name which categories of the ground truth.
///
/// A concept names a category when its name equals the category's name or a synonym after
/// normalisation. A category that no concept's name equals is looked up among the concepts' surface
/// forms: so `scissors` finds the lemma `scissor`, while `glasses` the spectacles never win over a
/// concept of that very name.
struct CategoryMatcher {
  let categories: [Category]
  /// Indices into `categories` of the categories that each concept names, `[concepts][...]`.
  private let categoriesOfConcept: [[Int]]
  private let indexOfID: [Int: Int]
  /// Whether the pool has a concept for a category, `[categories]`.
  let isInPool: [Bool]

  /// Compares `concepts` (index = concept id) with `categories`.
  init(concepts: [Concept], categories: [Category], normalize: (String) -> String) {
    self.categories = categories
    indexOfID = Dictionary(
      categories.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { a, _ in a })
    var byName: [String: [Int]] = [:]
    for (id, concept) in concepts.enumerated() {
      byName[Self.normalized(concept.name), default: []].append(id)
    }
    var bySurface: [String: [Int]] = [:]
    for (id, concept) in concepts.enumerated() {
      for form in concept.surfaceForms { bySurface[Self.normalized(form), default: []].append(id) }
    }
    var owners = Array(repeating: [Int](), count: concepts.count)
    isInPool = categories.indices.map { index in
      let names = ([categories[index].name] + categories[index].synonyms).map(Self.normalized)
      let known = Set(names + names.map(normalize))
      var ids = known.flatMap { byName[$0] ?? [] }
      if ids.isEmpty { ids = known.flatMap { bySurface[$0] ?? [] } }
      for id in Set(ids) { owners[id].append(index) }
      return !ids.isEmpty
    }
    categoriesOfConcept = owners
  }

  /// Lower case, `_`, `-` and runs of blanks as one blank, no blanks at the ends, no LVIS `_(note)`.
  static func normalized(_ name: String) -> String {
    let plain = name.prefix { $0 != "(" }
    let words = (plain.isEmpty ? name[...] : plain).lowercased()
      .split { $0 == "_" || $0 == "-" || $0.isWhitespace }
    return words.joined(separator: " ")
  }

  /// Place of the category with that id in `categories`.
  func index(ofCategory id: Int) -> Int? {
    indexOfID[id]
  }

  /// Places in `categories` of the categories that the concept names; empty for an unknown id.
  func categories(ofConcept id: UInt32) -> [Int] {
    Int(id) < categoriesOfConcept.count ? categoriesOfConcept[Int(id)] : []
  }

  /// Whether the concept names the category with that id.
  func concept(_ id: UInt32, names categoryID: Int) -> Bool {
    categories(ofConcept: id).contains { categories[$0].id == categoryID }
  }
}
