import Records

/// One line of `concepts.csv`.
struct ConceptRow {
  var frequency: ConceptFrequency
  /// Images whose captions name the concept.
  var imageLabels: Int
  /// Boxes chosen for the concept as an image-level label.
  var classBoxes: Int
  /// Categories of the ground truth that the concept names.
  var categories: [Category]
}
