import Records

/// object-centric-ovd's RKD features: for each image a pickled list of `(box, [1, size] tensor)`.
///
/// Boxes are in original pixels, xyxy; embeddings are not normalised; the best score comes first. The
/// mapper stacks them with `torch.cat`, which fails on an empty list, and opens a file for each image.
enum RKDFormat: ExportFormat {
  static let description = FormatDescription(
    "rkd", "RKD features: the best boxes of an image with their teacher embeddings",
    consumer: "object-centric-ovd `CustomDatasetMapper` (RKD_FEAT_PATH, RKD_ILS_FEAT_PATH)",
    kind: .folder, top: 5)

  static func write(_ job: ExportJob) throws {
    try job.writeImageFiles(.beforeFirstDotOfPath, suffix: ".pkl", hasEmbeddings: true) { record in
      guard let regions = try job.regionsOrWholeImage(of: record) else { return nil }
      job.report.count("regions", regions.count)
      return { file in
        var pickle = PickleWriter(protocol: 3)
        pickle.list { pickle in
          for region in regions {
            let embedding = record.embedding(region)
            pickle.box(record.regions.boxOrImage(region), job.options)
            pickle.floatTensor(embedding, shape: [1, embedding.count])
            pickle.op(.tuple2)
          }
        }
        pickle.op(.stop)
        try file.write(pickle.take())
      }
    }
  }
}
