extension ConceptPool {
  /// Makes a pool of counts by rules.
  ///
  /// - Parameter scratch: Prefix of the names of intermediate files, of which there are only some
  ///   when the counts are in more than 64 files.
  /// - Throws: `FileError` or `ConceptError.badCounts`.
  public init(counts: CountSources, rules: ConceptRules, scratch: String) throws {
    var merger = try counts.merger(scratch: scratch)
    var selection = ConceptSelection(rules: rules, summary: counts.summary)
    self = try selection.pool(&merger)
  }
}
