import Codecs
import Records

/// WebDataset shards: for each image its file, its labels as json and its embeddings as npy.
///
/// A sample's name is the image's place in the data set, nine digits: no dot, slash or blank of a file
/// name can part a sample. A tar holds 1,000 samples.
enum WebDatasetFormat: ExportFormat {
  static let description = FormatDescription(
    "webdataset", "tar shards: image (if its folder is known), json, npy of embeddings",
    consumer: "webdataset", kind: .folder, top: 100, hasImageIDs: true)

  private static let samplesPerShard = 1_000

  static func write(_ job: ExportJob) throws {
    var shard: (file: ExportFile, tar: TarWriter)?
    var samples = 0
    func finish() throws {
      try shard?.tar.finish()
      try shard?.file.finish()
      shard = nil
    }
    try job.forEachImage(hasEmbeddings: true) { record in
      var image: (suffix: String, bytes: [UInt8])?
      if job.source.hasImages {
        switch try job.source.image(record.key) {
        case .success(let bytes):
          // Boxes and embeddings are of the picture that was labelled, not of another one.
          guard SHA256Digest(of: bytes).bytes == record.regions.digest else {
            job.report.note(
              "images left out: no longer the file that was labelled", key: record.key)
            return
          }
          image = (ImageFormatName.suffix(of: bytes), bytes)
        case .failure(let rejection):
          job.report.note("images left out: \(rejection.reason.rawValue)", key: record.key)
          return
        }
      }
      let regions = job.choice.regions(of: record.regions, &job.report)
      if samples % samplesPerShard == 0 {
        try finish()
        let name = padded(samples / samplesPerShard, digits: 6)
        guard let file = try job.output.file("shard-\(name).tar") else {
          preconditionFailure("the folder is new")
        }
        shard = (file, TarWriter(file: file))
        job.report.count("shards")
      }
      samples += 1
      let name = padded(record.ordinal, digits: 9)
      if let image { try shard?.tar.add("\(name).\(image.suffix)", image.bytes) }
      try shard?.tar.add("\(name).json", json(record, regions, job))
      let values = regions.flatMap { region in
        let size = record.regions.embeddingSize
        return record.regions.embeddings[region * size..<(region + 1) * size]
      }
      try shard?.tar.add(
        "\(name).npy",
        NumpyHeader.bytes(type: "<f2", shape: [regions.count, record.regions.embeddingSize])
          + LittleEndianColumn.bytes(of: values))
      job.report.count("samples")
    }
    try finish()
    if samples == 0 { throw ExportError.empty(format: job.format.name, reason: "no image is left") }
  }

  private static func json(_ record: ExportRecord, _ regions: [Int], _ job: ExportJob) -> [UInt8] {
    let own = record.regions
    let boxes = regions.map { region in
      job.options.written(own.boxes[region]).xyxy
    }
    let captions = record.captions.map { JSONFragment.string($0) }
    var text = COCOFormat.imageJSON(record)
    text += ",\"captions\":[\(captions.joined(separator: ","))]"
    text +=
      ",\"boxes\":[\(boxes.joined(separator: ","))],\"scores\":\(regions.map { own.scores[$0] })"
    if let labels = record.labels {
      let k = labels.conceptsPerRegion
      let ids = regions.map { "\(Array(labels.conceptIDs[$0 * k..<($0 + 1) * k]))" }
      let cosines = regions.map { "\(Array(labels.cosines[$0 * k..<($0 + 1) * k]))" }
      let names = regions.compactMap(record.concept).map {
        JSONFragment.string(job.source.concepts[$0].name)
      }
      text += ",\"concept_ids\":[\(ids.joined(separator: ","))]"
      text += ",\"cosines\":[\(cosines.joined(separator: ","))]"
      text += ",\"names\":[\(names.joined(separator: ","))]"
      text += ",\"log_sum_exp\":\(regions.map { labels.logSumExp[$0] })"
      text += ",\"max_probability\":\(regions.map { labels.maxProbability[$0] })"
    }
    return Array((text + "}").utf8)
  }

  private static func padded(_ number: Int, digits: Int) -> String {
    let text = "\(number)"
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
