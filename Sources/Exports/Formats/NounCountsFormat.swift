import Records

/// RegionCLIP's noun list: `name,count` on each line; its loader keeps what stands before the comma.
enum NounCountsFormat: ExportFormat {
  static let description = FormatDescription(
    "noun-counts", "names and counts of the concepts, `name,count`",
    consumer: "RegionCLIP `get_cls_names(from_file=...)`", kind: .file, needs: [.labels])

  static func write(_ job: ExportJob) throws {
    let file = job.output.single()
    for concept in job.source.concepts {
      // A comma would end the name for the loader.
      let name = concept.name.split { $0 == "," || $0.isNewline }.joined(separator: " ")
      if name != concept.name {
        job.report.note("commas and line breaks in names written as blanks")
      }
      try file.write("\(name),\(concept.occurrences)\n")
    }
    try file.finish()
    job.report.count("names", job.source.concepts.count)
  }
}
