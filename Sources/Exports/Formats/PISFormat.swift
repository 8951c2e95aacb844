import Records

/// object-centric-ovd's class-specific pseudo boxes: for each image `{category id: ([box], [score])}`.
///
/// Index 0 is the best box. Only labels with a box are keys, none is without one, and scores are
/// positive: the mapper indexes the first box of every key and drops scores of 0.
enum PISFormat: ExportFormat {
  static let description = FormatDescription(
    "pis", "pseudo boxes of image labels, by category",
    consumer: "object-centric-ovd `CustomDatasetMapperMix` (PIS_PROP_PATH)", kind: .folder,
    needs: [.labels])

  static func write(_ job: ExportJob) throws {
    try job.writeImageFiles(.beforeFirstDotOfPath, suffix: ".pkl", hasEmbeddings: false) { record in
      let boxes = job.classBoxes(of: record)
      guard !boxes.isEmpty else {
        job.report.note("images left out: no label with a box", key: record.key)
        return nil
      }
      let ids = boxes.map(\.category.id)
      job.report.count("labels", Set(ids).count)
      job.report.count("boxes", boxes.count)
      return { file in
        var pickle = PickleWriter(protocol: 3)
        pickle.dictionary { pickle in
          for id in Set(ids).sorted() {
            let own = boxes.filter { $0.category.id == id }
            pickle.int(id)
            pickle.list { pickle in
              for box in own { pickle.box(box.box, job.options) }
            }
            pickle.list { pickle in
              for box in own { pickle.double(Double(box.score)) }
            }
            pickle.op(.tuple2)
          }
        }
        pickle.op(.stop)
        try file.write(pickle.take())
      }
    }
  }
}
