import Records

/// MAVL's text form: for each image lines `0 score x1 y1 x2 y2`.
enum MAVLTextFormat: ExportFormat {
  static let description = FormatDescription(
    "mavl-txt", "class-agnostic boxes, a text file for each image",
    consumer: "mvits_for_class_agnostic_od (class score x1 y1 x2 y2)", kind: .folder, top: 50)

  static func write(_ job: ExportJob) throws {
    try job.writeImageFiles(.beforeFirstDotOfName, suffix: ".txt", hasEmbeddings: false) { record in
      let regions = job.choice.regions(of: record.regions, &job.report)
      job.report.count("boxes", regions.count)
      let lines = regions.map { region -> String in
        let box = record.regions.boxes[region]
        let score = record.regions.scores[region]
        guard job.options.hasIntegerBoxes else {
          return "0 \(score) \(box.x1) \(box.y1) \(box.x2) \(box.y2)\n"
        }
        let (x1, y1, x2, y2) = IntegerBox.corners(box)
        return "0 \(score) \(x1) \(y1) \(x2) \(y2)\n"
      }
      return { file in try file.write(lines.joined()) }
    }
  }
}
