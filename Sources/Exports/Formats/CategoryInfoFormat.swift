import Records

/// The list of categories with image counts by which the federated loss draws classes.
enum CategoryInfoFormat: ExportFormat {
  static let description = FormatDescription(
    "cat-info", "categories with image_count and instance_count",
    consumer: "Detic and object-centric-ovd `load_class_freq` (CAT_FREQ_PATH)", kind: .file,
    needs: [.labels])

  static func write(_ job: ExportJob) throws {
    let file = job.output.single()
    var counts = CategoryCounts()
    try job.forEachImage { record in
      counts.add(job.annotations(of: record).map(\.category.id))
    }
    try file.write("[")
    var rows = JSONRows(file)
    for category in job.categories.categories { try rows.add(counts.json(category)) }
    try file.write("]\n")
    try file.finish()
    job.report.count("categories", rows.count)
  }
}
