import CLIP
import Codecs
import Foundation
import Inputs
import Kernels
import Pipeline
import Records
import ShardStore

/// Makes the region shard of one unit: read ▸ decode ▸ propose ▸ crop ▸ embed ▸ append.
///
/// Memory holds one image, one batch of crops, and the embeddings of images that wait for it.
struct RegionUnit {
  let store: ImageStore
  let orientation: OrientationRule
  let sources: RegionSources
  let encoder: RegionEncoder
  let stop: StopFlag
  let meter: ProgressMeter

  /// What is known of an image before its embeddings are.
  private struct Waiting: Sendable {
    let image: InputImage
    let digest: [UInt8]
    let width: Int
    let height: Int
    let hash: DifferenceHash
    let proposals: [Proposal]
  }

  /// Writes the records of `images` in their order.
  func write(_ images: [InputImage], to writer: ShardWriter) throws -> StageReport {
    var report = StageReport()
    let store = try report.timed("read") { _ in
      try self.store.holding(images, scratch: NSTemporaryDirectory(), check: stop.check)
    }
    var batcher = RegionBatcher<Int>(encoder: encoder)
    var queue = RecordQueue(writer: writer)
    var waiting: [Int: Waiting] = [:]
    func append(_ results: [RegionBatcher<Int>.Result], _ report: inout StageReport) throws {
      for result in results {
        guard let known = waiting.removeValue(forKey: result.tag) else {
          preconditionFailure("one result for each image given")
        }
        try EmbeddingFault.check(result.embeddings) { row in
          row < known.proposals.count ? "region \(row) of \(known.image.key)" : "\(known.image.key)"
        }
        let record = record(of: known, result.embeddings.values)
        report.count("regions", record.boxes.count)
        try queue.put(record, at: result.tag)
      }
    }
    for (position, image) in images.enumerated() {
      try stop.check()
      report.count("images")
      switch try open(image, store, &report) {
      case .failure(let rejected):
        if let rejection = rejected.rejection { report.reject("\(image.key)", rejection) }
        try queue.put(rejected, at: position)
      case .success(let (pixels, tag, digest)):
        if let rejection = encoder.rejection(of: pixels) {
          report.reject("\(image.key)", rejection)
          let rejected = RegionRecord(
            imageID: image.imageID, key: image.key, digest: digest, rejection: rejection)
          try queue.put(rejected, at: position)
          break
        }
        let proposals = try report.timed("propose") { report in
          try propose(pixels, tag, image, &report)
        }
        waiting[position] = Waiting(
          image: image, digest: digest, width: pixels.width, height: pixels.height,
          hash: DifferenceHash(of: pixels), proposals: proposals)
        let results = report.timed("embed") { _ in
          batcher.add(pixels, boxes: proposals.map(\.uncut), tag: position)
        }
        try report.timed("write") { try append(results, &$0) }
      }
      meter.advance()
    }
    let rest = report.timed("embed") { _ in batcher.finish() }
    try report.timed("write") { try append(rest, &$0) }
    precondition(waiting.isEmpty && writer.count == images.count, "one record for each image")
    return report
  }

  /// The image's proposals without those that have no embedding, which are counted by reason.
  private func propose(
    _ pixels: PixelImage, _ tag: ImageOrientation, _ image: InputImage,
    _ report: inout StageReport
  ) throws -> [Proposal] {
    let proposals = try sources.propose(pixels, tag: tag, key: image.key, report: &report)
    return proposals.filter { proposal in
      guard let rejection = encoder.rejection(of: proposal.uncut, in: pixels) else { return true }
      report.reject("\(image.key)", rejection)
      return false
    }
  }

  private enum Opened {
    case success((PixelImage, tag: ImageOrientation, digest: [UInt8]))
    case failure(RegionRecord)
  }

  private func open(
    _ image: InputImage, _ store: ImageStore, _ report: inout StageReport
  ) throws -> Opened {
    func rejected(_ rejection: Rejection, digest: [UInt8] = []) -> Opened {
      .failure(
        RegionRecord(imageID: image.imageID, key: image.key, digest: digest, rejection: rejection))
    }
    let bytes: [UInt8]
    switch try report.timed("read", { _ in try store.read(image) }) {
    case .failure(let rejection): return rejected(rejection)
    case .success(let found): bytes = found
    }
    let digest = SHA256Digest(of: bytes).bytes
    let decoded = report.timed("decode") { _ in
      ImageDecoder.decodeWithTag(bytes, orientation: orientation)
    }
    switch decoded {
    case .failure(let rejection): return rejected(rejection, digest: digest)
    case .success(let (pixels, tag)): return .success((pixels, tag: tag, digest: digest))
    }
  }

  private func record(of known: Waiting, _ embeddings: [Float]) -> RegionRecord {
    var record = RegionRecord(
      imageID: known.image.imageID, key: known.image.key, width: known.width,
      height: known.height, digest: known.digest, boxes: known.proposals.map(\.box),
      scores: known.proposals.map(\.score), logits: known.proposals.map(\.logit),
      sources: known.proposals.map(\.source), embeddingSize: encoder.model.embeddingSize,
      embeddings: embeddings.map { Float16($0) })
    if known.proposals.contains(where: { $0.query != nil }) {
      record.queries = known.proposals.map { $0.query ?? RegionRecord.noQuery }
    }
    record.classSides = RegionClassSides(known.proposals)
    record.differenceHash = known.hash.bits
    return record
  }
}

/// Puts records back into the order of the unit: rejected images are done before good ones that
/// wait for their batch.
private struct RecordQueue {
  let writer: ShardWriter
  private var next = 0
  private var early: [Int: RegionRecord] = [:]

  init(writer: ShardWriter) {
    self.writer = writer
  }

  mutating func put(_ record: RegionRecord, at position: Int) throws {
    early[position] = record
    while let record = early.removeValue(forKey: next) {
      try writer.append(record)
      next += 1
    }
  }
}
