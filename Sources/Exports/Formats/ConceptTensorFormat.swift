import Codecs

/// RegionCLIP's concept embeddings: a bare tensor `[concepts, size]` of 32-bit floats.
///
/// One concept stays two-dimensional. Rows are in order of concept ids, or of categories where those
/// are given, and are not normalised: RegionCLIP does that when it uses them.
enum ConceptTensorFormat: ExportFormat {
  static let description = FormatDescription(
    "concept-pth", "text embeddings of the concepts as a tensor",
    consumer: "RegionCLIP (TEXT_EMB_PATH, CONCEPT_POOL_EMB), torch.load", kind: .file,
    needs: [.labels, .textEmbeddings])

  static func write(_ job: ExportJob) throws {
    let rows = try ConceptRows(job)
    let file = job.output.single()
    try TorchArchive.write(
      TorchArchive.Tensor(rows.values, shape: [rows.names.count, rows.size]), to: file)
    try file.finish()
    job.report.count("rows", rows.names.count)
  }
}
