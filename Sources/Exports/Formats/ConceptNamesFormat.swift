import Records

/// RegionCLIP's `concepts.txt`: a name on each line, in order of concept ids.
enum ConceptNamesFormat: ExportFormat {
  static let description = FormatDescription(
    "concepts-txt", "names of the concepts, one a line",
    consumer: "RegionCLIP `extract_concept_features`", kind: .file, needs: [.labels])

  static func write(_ job: ExportJob) throws {
    let file = job.output.single()
    let names =
      job.source.categories.isEmpty
      ? job.source.concepts.map(\.name) : job.categories.categories.map(\.name)
    for name in names {
      let line = name.split(whereSeparator: \.isNewline).joined(separator: " ")
      if line != name { job.report.note("line breaks in names written as blanks") }
      try file.write(line + "\n")
    }
    try file.finish()
    job.report.count("names", names.count)
  }
}
