/// A measured comparison: the numbers, and which pictures illustrate them.
struct FinishedComparison {
  let numbers: ComparisonNumbers
  let settings: ReportSettings
  /// Classes with objects that changed, those with most of them first.
  let moves: [(change: ClassChange, examples: [ClassChangeTally.Moved])]
  /// The most frequent changes of a region's nearest concept.
  let changes: [RegionChangeTally.Change]
}
