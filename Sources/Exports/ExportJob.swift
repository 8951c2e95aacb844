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
  /// Throws when the user stops the program.
  private let checkStop: () throws -> Void
  /// Told of each image once.
  private let advance: () -> Void

  init(
    _ format: FormatDescription, _ source: ExportSource, _ options: ExportOptions,
    _ output: ExportOutput, checkStop: @escaping () throws -> Void,
    advance: @escaping () -> Void
  ) throws {
    self.format = format
    self.source = source
    self.options = options
    self.output = output
    self.checkStop = checkStop
    self.advance = advance
    choice = try RegionChoice(options, format: format, kinds: source.sourceKinds())
    if let split = options.withoutSplit {
      let known = Set(source.categories.compactMap(\.split)).sorted()
      guard known.contains(split) else {
        throw ExportError.unknownSplit(name: split, known: known)
      }
    }
    categories = ConceptCategories(
      concepts: source.concepts, categories: source.categories,
      withoutSplit: options.withoutSplit)
    report = ExportReport(format: format.name)
  }

  /// Begins an image: the stop check is part of every pass, the count of the first.
  func begin(isFirstPass: Bool = true) throws {
    try checkStop()
    if isFirstPass { advance() }
  }

  /// The good images one after the other; rejected ones are counted and left out.
  func forEachImage(
    hasEmbeddings: Bool = false, isFirstPass: Bool = true, _ body: (ExportRecord) throws -> Void
  ) throws {
    try source.forEach(hasEmbeddings: hasEmbeddings) { record in
      try begin(isFirstPass: isFirstPass)
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
