import Records

/// detectron2's precomputed proposals: one pickle of all images.
///
/// Three lists grow side by side on the pickle machine's memo, so that one pass over the data set and
/// the memory of one image are enough. Every image of the data set is in it, since the loader fails
/// on a missing id.
enum Detectron2Format: ExportFormat {
  static let description = FormatDescription(
    "detectron2-proposals", "precomputed proposals: ids, boxes, objectness logits",
    consumer: "detectron2 `load_proposals_into_dataset`", kind: .file, hasImageIDs: true)

  static func write(_ job: ExportJob) throws {
    let file = job.output.single()
    var pickle = PickleWriter(protocol: 3)
    let lists = (0..<3).map { _ in
      pickle.op(.emptyList)
      let slot = pickle.put()
      pickle.op(.pop)
      return slot
    }
    func append(to list: PickleWriter.Slot, _ push: (inout PickleWriter) -> Void) {
      pickle.get(list)
      push(&pickle)
      pickle.op(.append)
      pickle.op(.pop)
    }
    try job.forEachRecord { record in
      let regions = record.regions
      if regions.rejection != nil {
        job.report.note("images without proposals: rejected", key: record.key)
      }
      // The loader sorts by logit; equal ones keep this order.
      let taken = job.choice.regions(of: regions, &job.report)
        .sorted { (regions.logits[$1], $0) < (regions.logits[$0], $1) }
      if taken.isEmpty, regions.rejection == nil {
        job.report.note("images without proposals: no regions", key: record.key)
      }
      let corners = taken.flatMap { region -> [Float] in
        let box = job.options.written(regions.boxes[region]).box
        return [box.x1, box.y1, box.x2, box.y2]
      }
      append(to: lists[0]) { $0.unsigned(regions.imageID) }
      append(to: lists[1]) { $0.array(corners, shape: [taken.count, 4]) }
      append(to: lists[2]) {
        $0.array(taken.map { regions.logits[$0] }, shape: [taken.count])
      }
      try file.write(pickle.take())
      job.report.images += 1
      job.report.count("images")
      job.report.count("proposals", taken.count)
    }
    pickle.dictionary { pickle in
      for (name, list) in zip(["ids", "boxes", "objectness_logits"], lists) {
        pickle.text(name)
        pickle.get(list)
      }
      // BoxMode.XYXY_ABS
      pickle.text("bbox_mode")
      pickle.int(0)
    }
    pickle.op(.stop)
    try file.write(pickle.take())
    try file.finish()
  }
}
