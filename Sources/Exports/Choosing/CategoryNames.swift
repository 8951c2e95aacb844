import Concepts
import Records

/// Categories by one kind of their names, for finding a concept's category.
///
/// Names are compared as they are spelt (lower case, `_` as a blank), then with the last word in the
/// singular, then with hyphens as blanks too (`hot-dog` is `hot dog`), then all this without LVIS'
/// note in brackets where only one of the two has one: `bow` is `bow_(weapon)`, but `bow (weapon)` is
/// not `bow_(decorative_ribbons)`. Of several categories the lowest id wins.
struct CategoryNames {
  private var spelt: [String: Category] = [:]
  private var singular: [String: Category] = [:]
  private var parted: [String: Category] = [:]
  private var speltWithoutNote: [String: Category] = [:]
  private var singularWithoutNote: [String: Category] = [:]
  private var partedWithoutNote: [String: Category] = [:]

  /// Ways to find a category, the closest first; the places of `find`.
  static let ways = 6

  /// Adds a name; the first of equal ones stays.
  mutating func add(_ name: String, of category: Category) {
    func add(_ form: String, to names: inout [String: Category]) {
      if names[form] == nil { names[form] = category }
    }
    add(ConceptName.cleaned(name), to: &spelt)
    add(ConceptName.normalForm(name), to: &singular)
    add(Self.partedForm(name), to: &parted)
    if let short = Self.withoutNote(name) {
      add(short, to: &speltWithoutNote)
      add(ConceptName.normalForm(short), to: &singularWithoutNote)
      add(Self.partedForm(short), to: &partedWithoutNote)
    }
  }

  /// The category of a concept, and which way found it.
  func find(_ concept: String) -> (category: Category, way: Int)? {
    let name = ConceptName.cleaned(concept)
    let normal = ConceptName.normalForm(name)
    let parts = Self.partedForm(name)
    var found = [spelt[name], singular[normal], parted[parts]]
    if let short = Self.withoutNote(name) {
      found += [
        spelt[short], singular[ConceptName.normalForm(short)], parted[Self.partedForm(short)],
      ]
    } else {
      found += [speltWithoutNote[name], singularWithoutNote[normal], partedWithoutNote[parts]]
    }
    for (way, category) in found.enumerated() {
      if let category { return (category, way) }
    }
    return nil
  }

  /// The normal form with hyphens as blanks.
  private static func partedForm(_ name: String) -> String {
    ConceptName.normalForm(String(name.map { $0 == "-" ? " " : $0 }))
  }

  /// What stands before a note in brackets; `nil` without one, or with nothing before it.
  private static func withoutNote(_ name: String) -> String? {
    guard let bracket = name.firstIndex(of: "(") else { return nil }
    let short = ConceptName.cleaned(String(name[..<bracket]))
    return short.isEmpty ? nil : short
  }
}
