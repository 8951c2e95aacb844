extension ConceptPool {
  /// Makes a pool of counts by rules.
  ///
  /// Names of intermediate files, which there are only for more than 64 files, begin with `scratch`.
  ///
  /// - Throws: `FileError` or `ConceptError.badCounts`.
  public init(counts: CountSources, rules: ConceptRules, scratch: String) throws {
    var merger = try counts.merger(scratch: scratch)
    var selection = ConceptSelection(rules: rules, summary: counts.summary)
    self = try selection.pool(&merger)
  }
}
