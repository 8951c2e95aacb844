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
  /// `nil` for a format that names no image by an id.
  private let imageIDs: ImageIDs?
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
    imageIDs = format.hasImageIDs ? try ImageIDs(source, checkStop: checkStop) : nil
    report = ExportReport(format: format.name)
  }

  /// All images one after the other, rejected ones too, under the ids that they are exported with.
  ///
  /// The stop check is part of every pass, counts are of the first.
  func forEachRecord(
    hasEmbeddings: Bool = false, isFirstPass: Bool = true, _ body: (ExportRecord) throws -> Void
  ) throws {
    try source.forEach(hasEmbeddings: hasEmbeddings) { record in
      try checkStop()
      if isFirstPass { advance() }
      guard let (id, note) = try imageIDs?.id(of: record.regions) else { return try body(record) }
      if isFirstPass, let note { report.note(note, key: record.key) }
      var known = record
      known.regions.imageID = id
      try body(known)
    }
  }

  /// The good images one after the other; rejected ones are counted and left out.
  func forEachImage(
    hasEmbeddings: Bool = false, isFirstPass: Bool = true, _ body: (ExportRecord) throws -> Void
  ) throws {
    try forEachRecord(hasEmbeddings: hasEmbeddings, isFirstPass: isFirstPass) { record in
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
