import Records

/// LVIS json: as COCO's, with what the lvis package and detectron2's LVIS loader read besides.
///
/// Each annotation has its box's outline as `segmentation`, since detectron2 refuses annotations
/// without a polygon. `coco_url` ends in the last folder and the name, which is what detectron2 makes
/// the path of.
enum LVISFormat: ExportFormat {
  static let description = FormatDescription(
    "lvis", "LVIS json with scores, frequencies and counts",
    consumer: "lvis, detectron2 `load_lvis_json`, Detic", kind: .file, needs: [.labels],
    hasImageIDs: true)

  static func write(_ job: ExportJob) throws {
    let file = job.output.single()
    var counts = CategoryCounts()
    try file.write("{\"info\":{\"description\":\"pseudo labels\"},\"licenses\":[],\n\"images\":[")
    var images = JSONRows(file)
    try job.forEachImage { record in
      let annotations = job.annotations(of: record)
      counts.add(annotations.map(\.category.id))
      try images.add(
        COCOFormat.imageJSON(record)
          + ",\"coco_url\":\(url(of: record.key, &job.report)),"
          + "\"neg_category_ids\":[],\"not_exhaustive_category_ids\":"
          + "\(Set(annotations.map(\.category.id)).sorted())}")
    }
    try file.write("],\n\"annotations\":[")
    var rows = JSONRows(file)
    let report = job.report
    try job.forEachImage(isFirstPass: false) { record in
      for annotation in job.annotations(of: record) {
        try rows.add(json(annotation, id: rows.count + 1, record, job.options))
      }
    }
    // What the second pass left out was counted by the first.
    job.report = report
    try file.write("],\n\"categories\":[")
    var categories = JSONRows(file)
    for category in job.categories.categories {
      try categories.add(counts.json(category))
    }
    try file.write("]}\n")
    try file.finish()
    job.report.count("images", images.count)
    job.report.count("annotations", rows.count)
    job.report.count("categories", categories.count)
  }

  private static func json(
    _ annotation: Annotation, id: Int, _ record: ExportRecord, _ options: ExportOptions
  ) -> String {
    let box = options.written(annotation.box)
    return "{\"id\":\(id),\"image_id\":\(record.regions.imageID),"
      + "\"category_id\":\(annotation.category.id),"
      + "\"bbox\":\(box.xywh),\"area\":\(box.area),\"segmentation\":[\(box.outline)],"
      + "\"score\":\(annotation.score),"
      + "\"proposal_score\":\(record.regions.scores[annotation.region])}"
  }

  /// An address whose last two parts are the folder and the name.
  private static func url(of key: ImageKey, _ report: inout ExportReport) -> String {
    let slashes = key.bytes.count { $0 == UInt8(ascii: "/") }
    if slashes > 1 {
      report.note(
        "images more than one folder deep: detectron2 joins the last folder only", key: key)
    }
    return JSONFragment.string(slashes == 0 ? ImageKey(bytes: Array("./".utf8) + key.bytes) : key)
  }
}
