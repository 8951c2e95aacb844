import Codecs

/// A zero-shot classifier: a `.npy` table `[categories, size]`, rows in ascending category id.
enum ClassifierFormat: ExportFormat {
  static let description = FormatDescription(
    "classifier-npy", "text embeddings as a numpy table, rows in ascending id",
    consumer: "Detic and object-centric-ovd (ZEROSHOT_WEIGHT_PATH), numpy.load", kind: .file,
    needs: [.labels, .textEmbeddings])

  static func write(_ job: ExportJob) throws {
    let rows = try ConceptRows(job)
    let file = job.output.single()
    let isHalf = job.options.hasHalfPrecision
    try file.write(
      NumpyHeader.bytes(type: isHalf ? "<f2" : "<f4", shape: [rows.names.count, rows.size]))
    for start in stride(from: 0, to: rows.values.count, by: rows.size) {
      let row = rows.values[start..<start + rows.size]
      try file.write(
        isHalf
          ? LittleEndianColumn.bytes(of: row.map(Float16.init))
          : LittleEndianColumn.bytes(of: Array(row)))
    }
    try file.finish()
    job.report.count("rows", rows.names.count)
  }
}
