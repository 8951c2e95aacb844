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
        let corners = job.options.written(record.regions.boxes[region]).corners
        return "0 \(record.regions.scores[region]) \(corners.joined(separator: " "))\n"
      }
      return { file in try file.write(lines.joined()) }
    }
  }
}
