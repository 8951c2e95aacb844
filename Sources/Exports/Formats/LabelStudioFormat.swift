import Records

/// Label Studio tasks with predictions, for people who look through pseudo labels and mend them.
///
/// Boxes are in percent of the image, as Label Studio's rectangles are. The image's address is
/// `--image-prefix` and the percent-encoded key.
enum LabelStudioFormat: ExportFormat {
  static let description = FormatDescription(
    "label-studio", "tasks with pre-annotations (RectangleLabels `label` on Image `image`)",
    consumer: "Label Studio import", kind: .file, needs: [.labels])

  static func write(_ job: ExportJob) throws {
    let file = job.output.single()
    try file.write("[")
    var rows = JSONRows(file)
    try job.forEachImage { record in
      let annotations = job.annotations(of: record)
      let results = annotations.map { result($0, record.regions, job.options) }.joined(
        separator: ",")
      let address = job.options.imagePrefix + percentEncoded(record.key)
      let version = job.source.labelSet?.name ?? ""
      let mean = annotations.map(\.score).reduce(0, +) / Float(max(1, annotations.count))
      try rows.add(
        "{\"data\":{\"image\":\(JSONFragment.string(address))},\"predictions\":[{"
          + "\"model_version\":\(JSONFragment.string(version)),\"score\":\(mean),"
          + "\"result\":[\(results)]}]}")
      job.report.count("rectangles", annotations.count)
    }
    try file.write("]\n")
    try file.finish()
    job.report.count("tasks", rows.count)
  }

  private static func result(
    _ annotation: Annotation, _ image: RegionRecord, _ options: ExportOptions
  ) -> String {
    let box = options.written(annotation.box).box
    let (width, height) = (Float(image.width) / 100, Float(image.height) / 100)
    return "{\"id\":\"region-\(annotation.region)-\(annotation.category.id)\","
      + "\"type\":\"rectanglelabels\",\"from_name\":\"label\",\"to_name\":\"image\","
      + "\"original_width\":\(image.width),\"original_height\":\(image.height),"
      + "\"image_rotation\":0,\"score\":\(annotation.score),\"value\":{"
      + "\"x\":\(box.x1 / width),\"y\":\(box.y1 / height),\"width\":\(box.width / width),"
      + "\"height\":\(box.height / height),\"rotation\":0,"
      + "\"rectanglelabels\":[\(JSONFragment.string(annotation.category.name))]}}"
  }

  /// The key as part of an address (RFC 3986): letters, digits, `-._~` and `/` stand for themselves.
  private static func percentEncoded(_ key: ImageKey) -> String {
    key.bytes.map { byte -> String in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E, 0x2F:
        return String(UnicodeScalar(byte))
      default: return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }.joined()
  }
}
