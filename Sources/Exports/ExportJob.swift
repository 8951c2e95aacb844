import Records

/// One export under way: where it reads, what was chosen, where it writes, what it counted.
final class ExportJob {
  let format: FormatDescription
  let source: ExportSource
  let options: ExportOptions
  let output: ExportOutput
  let choice: RegionChoice
  let categories: ConceptCategories
  var report: ExportReport
  /// Called once for each image; throws when the user stops the program.
  let advanced: () throws -> Void

  init(
    _ format: FormatDescription, _ source: ExportSource, _ options: ExportOptions,
    _ output: ExportOutput, advance: @escaping () throws -> Void
  ) throws {
    self.format = format
    self.source = source
    self.options = options
    self.output = output
    advanced = advance
    choice = try RegionChoice(options, format: format, labelSet: source.labelSet)
    categories = ConceptCategories(
      concepts: source.concepts, categories: source.categories,
      withoutSplit: options.withoutSplit)
    report = ExportReport(format: format.name)
  }

  /// The good images one after the other; rejected ones are counted and left out.
  func forEachImage(
    hasEmbeddings: Bool = false, isFirstPass: Bool = true, _ body: (ExportRecord) throws -> Void
  ) throws {
    try source.forEach(hasEmbeddings: hasEmbeddings) { record in
      if isFirstPass { try advanced() }
      if let rejection = record.regions.rejection {
        if isFirstPass {
          report.note("images left out: rejected, \(rejection.reason.rawValue)", key: record.key)
        }
        return
      }
      try body(record)
      if isFirstPass { report.images += 1 }
    }
  }
}
