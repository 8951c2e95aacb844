import Records

/// COCO instances json: images, annotations with scores, categories.
enum COCOFormat: ExportFormat {
  static let description = FormatDescription(
    "coco", "COCO instances json with scores", consumer: "pycocotools, detectron2, torchvision",
    kind: .file, needs: [.labels], hasImageIDs: true)

  static func write(_ job: ExportJob) throws {
    let file = job.output.single()
    try file.write("{\"info\":{\"description\":\"pseudo labels\"},\"licenses\":[],\n\"images\":[")
    var images = JSONRows(file)
    try job.forEachImage { record in
      try images.add(imageJSON(record) + "}")
    }
    try file.write("],\n\"annotations\":[")
    var annotations = JSONRows(file)
    try job.forEachImage(isFirstPass: false) { record in
      for annotation in job.annotations(of: record) {
        let box = job.options.written(annotation.box)
        try annotations.add(
          "{\"id\":\(annotations.count + 1),\"image_id\":\(record.regions.imageID),"
            + "\"category_id\":\(annotation.category.id),\"bbox\":\(box.xywh),"
            + "\"area\":\(box.area),\"iscrowd\":0,\"segmentation\":[],"
            + "\"score\":\(annotation.score),"
            + "\"proposal_score\":\(record.regions.scores[annotation.region])}")
      }
    }
    try file.write("],\n\"categories\":[")
    var categories = JSONRows(file)
    for category in job.categories.categories {
      try categories.add(
        "{\"id\":\(category.id),\"name\":\(JSONFragment.string(category.name)),"
          + "\"supercategory\":\"object\"}")
    }
    try file.write("]}\n")
    try file.finish()
    job.report.count("images", images.count)
    job.report.count("annotations", annotations.count)
    job.report.count("categories", categories.count)
  }

  /// The members that every json of images has, without the closing brace.
  static func imageJSON(_ record: ExportRecord) -> String {
    "{\"id\":\(record.regions.imageID),\"file_name\":\(JSONFragment.string(record.key)),"
      + "\"width\":\(record.regions.width),\"height\":\(record.regions.height)"
  }
}
