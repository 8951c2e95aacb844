import Concepts
import Records

/// The categories that annotations name, and which concept is written as which.
///
/// Without categories of the user the concepts are the categories, with ids from 1. With them a
/// concept is written as the category whose name it is; failing that, whose synonym it is. Names are
/// compared in normal form: lower case, `_` as a blank, the last word in the singular, LVIS' notes
/// in parentheses left out. Of several categories the lowest id wins.
struct ConceptCategories {
  /// Categories in ascending id, as files list them.
  let categories: [Category]
  /// Category of each concept; `nil` for none.
  private let categoryOfConcept: [Category?]
  /// Whether the category's split is left out, by concept.
  private let isWithheld: [Bool]

  init(concepts: [Concept], categories: [Category], withoutSplit: String?) {
    guard !categories.isEmpty else {
      self.categories = concepts.enumerated().map {
        Category(id: $0.offset + 1, name: $0.element.name)
      }
      categoryOfConcept = self.categories
      isWithheld = concepts.map { _ in false }
      return
    }
    let sorted = categories.sorted { $0.id < $1.id }
    var byName: [String: Category] = [:]
    var bySynonym: [String: Category] = [:]
    for category in sorted.reversed() {
      for form in Self.forms(category.name) { byName[form] = category }
      for synonym in category.synonyms {
        for form in Self.forms(synonym) { bySynonym[form] = category }
      }
    }
    let found = concepts.map { concept -> Category? in
      let forms = Self.forms(concept.name)
      return forms.lazy.compactMap { byName[$0] }.first
        ?? forms.lazy.compactMap { bySynonym[$0] }.first
    }
    categoryOfConcept = found
    isWithheld = found.map { $0?.split != nil && $0?.split == withoutSplit }
    self.categories = sorted.filter { withoutSplit == nil || $0.split != withoutSplit }
  }

  /// A name as it is, and in normal form.
  private static func forms(_ name: String) -> [String] {
    let plain = ConceptName.cleaned(String(name.prefix { $0 != "(" }))
    let whole = plain.isEmpty ? ConceptName.cleaned(name) : plain
    return [whole, ConceptName.normalForm(whole)]
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
    return isWithheld[concept] ? .withheld(category) : .category(category)
  }

  /// The concepts that are written as `category`, in ascending id.
  func concepts(of category: Category) -> [Int] {
    categoryOfConcept.indices.filter { categoryOfConcept[$0]?.id == category.id }
  }
}
