import Records

/// The image list that goes with `pis`: LVIS json with `pos_category_ids` and captions.
///
/// It holds the images and labels for which `pis` has boxes, and no others: the mapper looks up each
/// of them by the name that `pis` gives its file. `--content class-boxes` adds the best boxes as annotations in xyxy, as the ImageNet list
/// of object-centric-ovd has them, which needs no pickles.
enum PISImagesFormat: ExportFormat {
  static let description = FormatDescription(
    "pis-json", "image labels: images with pos_category_ids and captions",
    consumer: "object-centric-ovd and Detic `custom_register_lvis_instances`, lvis", kind: .file,
    needs: [.labels], hasImageIDs: true)

  static func write(_ job: ExportJob) throws {
    let file = job.output.single()
    var counts = CategoryCounts()
    try file.write("{\"info\":{\"description\":\"image labels\"},\n\"images\":[")
    var images = JSONRows(file)
    var pickles = StemRegister(.beforeFirstDotOfPath, job.options.layout)
    try job.forEachImage { record in
      let ids = Set(job.classBoxes(of: record).map(\.category.id)).sorted()
      guard !ids.isEmpty else {
        job.report.note("images left out: no label with a box", key: record.key)
        return
      }
      if job.options.content == .regions {
        guard try pickles.name(of: record.key, &job.report) != nil else { return }
      }
      counts.add(ids)
      job.report.count("labels", ids.count)
      let captions = record.captions.map { JSONFragment.string($0) }.joined(separator: ",")
      try images.add(
        COCOFormat.imageJSON(record)
          + ",\"captions\":[\(captions)],\"pos_category_ids\":\(ids)}")
    }
    try file.write("],\n\"annotations\":[")
    var rows = JSONRows(file)
    if job.options.content == .classBoxes {
      let report = job.report
      try job.forEachImage(isFirstPass: false) { record in
        for annotation in job.classBoxes(of: record) {
          let box = job.options.written(annotation.box)
          try rows.add(
            "{\"id\":\(rows.count + 1),\"image_id\":\(record.regions.imageID),"
              + "\"category_id\":\(annotation.category.id),\"area\":\(box.area),"
              + "\"bbox\":\(box.xyxy),\"score\":\(annotation.score)}")
        }
      }
      job.report = report
    }
    try file.write("],\n\"categories\":[")
    var categories = JSONRows(file)
    for category in job.categories.categories { try categories.add(counts.json(category)) }
    try file.write("]}\n")
    try file.finish()
    job.report.count("images", images.count)
    job.report.count("annotations", rows.count)
    job.report.count("categories", categories.count)
  }
}
