import Records

/// COCO's results json: a list of scored boxes, as evaluation takes them.
enum COCOResultsFormat: ExportFormat {
  static let description = FormatDescription(
    "coco-results", "COCO results json: a list of scored boxes",
    consumer: "pycocotools `loadRes`, lvis `LVISResults`", kind: .file, needs: [.labels],
    hasImageIDs: true)

  static func write(_ job: ExportJob) throws {
    let file = job.output.single()
    try file.write("[")
    var rows = JSONRows(file)
    try job.forEachImage { record in
      for annotation in job.annotations(of: record) {
        let box = job.options.written(annotation.box).xywh
        try rows.add(
          "{\"image_id\":\(record.regions.imageID),\"category_id\":\(annotation.category.id),"
            + "\"bbox\":\(box),\"score\":\(annotation.score)}")
      }
    }
    try file.write("]\n")
    try file.finish()
    job.report.count("results", rows.count)
  }
}
