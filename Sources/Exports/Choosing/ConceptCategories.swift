import Records

/// The categories that annotations name, and which concept is written as which.
///
/// Without categories of the user the concepts are the categories, with ids from 1. With them a
/// concept is written as the category whose name it is; failing that, whose synonym it is
/// (`CategoryNames` tells how names are compared). A split that is left out leaves no hole: its
/// categories keep their place, and only what is labelled with them is withheld.
struct ConceptCategories {
  /// Categories in ascending id, as files list them.
  let categories: [Category]
  /// Category of each concept; `nil` for none.
  private let categoryOfConcept: [Category?]
  /// The concepts of each category id, those with its own name first.
  private let conceptsOfCategory: [Int: [Int]]
  /// The split whose annotations are left out.
  private let withoutSplit: String?

  init(concepts: [Concept], categories: [Category], withoutSplit: String?) {
    self.withoutSplit = withoutSplit
    guard !categories.isEmpty else {
      self.categories = concepts.enumerated().map {
        Category(id: $0.offset + 1, name: $0.element.name)
      }
      categoryOfConcept = self.categories
      conceptsOfCategory = Dictionary(
        uniqueKeysWithValues: concepts.indices.map { ($0 + 1, [$0]) })
      return
    }
    self.categories = categories.sorted { $0.id < $1.id }
    var names = CategoryNames()
    var synonyms = CategoryNames()
    for category in self.categories {
      names.add(category.name, of: category)
      for synonym in category.synonyms { synonyms.add(synonym, of: category) }
    }
    let found = concepts.map { concept -> (category: Category, way: Int)? in
      if let match = names.find(concept.name) { return match }
      guard let match = synonyms.find(concept.name) else { return nil }
      return (match.category, CategoryNames.ways + match.way)
    }
    categoryOfConcept = found.map { $0?.category }
    var ranked: [Int: [(way: Int, concept: Int)]] = [:]
    for (concept, match) in found.enumerated() {
      guard let match else { continue }
      ranked[match.category.id, default: []].append((match.way, concept))
    }
    conceptsOfCategory = ranked.mapValues {
      $0.sorted { ($0.way, $0.concept) < ($1.way, $1.concept) }.map(\.concept)
    }
  }

  /// What a concept is written as.
  enum Outcome: Equatable {
    /// A category.
    case category(Category)
    /// It names no category.
    case unknown
    /// Its category is of the split that is left out.
    case withheld(Category)
  }

  /// What a concept is written as.
  func outcome(of concept: Int) -> Outcome {
    guard categoryOfConcept.indices.contains(concept), let category = categoryOfConcept[concept]
    else { return .unknown }
    guard let withoutSplit, category.split == withoutSplit else { return .category(category) }
    return .withheld(category)
  }

  /// The concepts that are written as `category`: those with its own name first, then in ascending
  /// id.
  func concepts(of category: Category) -> [Int] {
    conceptsOfCategory[category.id] ?? []
  }
}
