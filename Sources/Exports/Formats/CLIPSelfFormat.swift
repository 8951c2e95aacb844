import Records

/// CLIPSelf's proposals: COCO json of class-agnostic boxes, the best of an image first.
///
/// The data set takes the first boxes of an image in the file's order, so order is rank.
enum CLIPSelfFormat: ExportFormat {
  static let description = FormatDescription(
    "clipself", "class-agnostic proposals as COCO json, best first",
    consumer: "CLIPSelf (proposal distillation), pycocotools", kind: .file, top: 20,
    hasImageIDs: true)

  static func write(_ job: ExportJob) throws {
    let file = job.output.single()
    try file.write("{\"images\":[")
    var images = JSONRows(file)
    try job.forEachImage { record in try images.add(COCOFormat.imageJSON(record) + "}") }
    try file.write("],\n\"annotations\":[")
    var rows = JSONRows(file)
    try job.forEachImage(isFirstPass: false) { record in
      let regions = job.choice.regions(of: record.regions, &job.report)
      if regions.isEmpty { job.report.note("images without a box", key: record.key) }
      for region in regions {
        let box = job.options.written(record.regions.boxes[region])
        try rows.add(
          "{\"id\":\(rows.count + 1),\"image_id\":\(record.regions.imageID),\"category_id\":1,"
            + "\"bbox\":\(box.xywh),"
            + "\"area\":\(box.area),\"iscrowd\":0,\"score\":\(record.regions.scores[region])}")
      }
    }
    try file.write(
      "],\n\"categories\":[{\"id\":1,\"name\":\"object\",\"supercategory\":\"object\"}]}\n")
    try file.finish()
    job.report.count("images", images.count)
    job.report.count("annotations", rows.count)
  }
}
