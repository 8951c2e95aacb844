import Records

/// MAVL's proposals: one pickle `{stem: (boxes, scores)}`.
enum MAVLFormat: ExportFormat {
  static let description = FormatDescription(
    "mavl", "class-agnostic boxes and scores of all images in one pickle",
    consumer: "mvits_for_class_agnostic_od `get_eval_metrics`", kind: .file, top: 50)

  static func write(_ job: ExportJob) throws {
    let file = job.output.single()
    var pickle = PickleWriter(protocol: 3)
    var register = StemRegister(.beforeFirstDotOfName, .flat)
    pickle.op(.emptyDict)
    try job.forEachImage { record in
      guard let stem = try register.name(of: record.key, &job.report) else { return }
      let regions = job.choice.regions(of: record.regions, &job.report)
      pickle.op(.mark)
      pickle.text(stem)
      pickle.list { pickle in
        for region in regions {
          pickle.box(record.regions.boxes[region], job.options)
        }
      }
      pickle.list { pickle in
        for region in regions { pickle.double(Double(record.regions.scores[region])) }
      }
      pickle.op(.tuple2)
      pickle.op(.setItems)
      try file.write(pickle.take())
      job.report.count("images")
      job.report.count("boxes", regions.count)
    }
    pickle.op(.stop)
    try file.write(pickle.take())
    try file.finish()
  }
}
