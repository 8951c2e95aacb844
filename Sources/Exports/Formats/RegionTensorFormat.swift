import Records

/// RegionCLIP's region features: for each image a dictionary of tensors.
///
/// `boxes` `[regions, 4]` xyxy in original pixels, `feats` `[regions, size]` not normalised,
/// `scores` and `logits` `[regions]`; with a label set `classes` `[regions]` int64, the nearest
/// concept, `max_probs` `[regions]`, its probability over the whole pool. Full rows of
/// probabilities are not written: they follow from `feats` and the concept tensor.
enum RegionTensorFormat: ExportFormat {
  static let description = FormatDescription(
    "region-pth", "boxes and embeddings of each image's regions as tensors",
    consumer: "torch.load; RegionCLIP `extract_region_features` writes the same", kind: .folder,
    top: 100)

  static func write(_ job: ExportJob) throws {
    try job.writeImageFiles(.beforeFirstDotOfName, suffix: ".pth", hasEmbeddings: true) { record in
      guard let regions = try job.regionsOrWholeImage(of: record) else { return nil }
      job.report.count("regions", regions.count)
      return { file in try TorchArchive.write(tensors(record, regions, job.options), to: file) }
    }
  }

  private static func tensors(
    _ record: ExportRecord, _ regions: [Int], _ options: ExportOptions
  ) -> [(name: String, tensor: TorchArchive.Tensor)] {
    let own = record.regions
    let count = regions.count
    let corners = regions.flatMap { region -> [Float] in
      let box = options.written(own.boxOrImage(region)).box
      return [box.x1, box.y1, box.x2, box.y2]
    }
    var tensors = [
      (name: "boxes", tensor: TorchArchive.Tensor(corners, shape: [count, 4])),
      (
        "feats",
        TorchArchive.Tensor(
          regions.flatMap(record.embedding), shape: [count, own.embeddingSize])
      ),
      ("scores", TorchArchive.Tensor(regions.map(own.scoreOrOne), shape: [count])),
      (
        "logits",
        TorchArchive.Tensor(
          regions.map { $0 < own.logits.count ? own.logits[$0] : 0 }, shape: [count])
      ),
    ]
    guard let labels = record.labels, regions.allSatisfy({ $0 < own.boxes.count }) else {
      return tensors
    }
    tensors.append(("classes", TorchArchive.Tensor(regions.compactMap(record.concept))))
    tensors.append(
      (
        "max_probs",
        TorchArchive.Tensor(regions.map { labels.maxProbability[$0] }, shape: [count])
      ))
    return tensors
  }
}
