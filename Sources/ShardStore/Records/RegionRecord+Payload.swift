import Codecs
import Records

extension RecordPayload {
  /// The payload of a region record; the record must have no `problem`.
  init(_ record: RegionRecord) {
    self.init(imageID: record.imageID, key: record.key)
    width = record.width
    height = record.height
    append(.digest, record.digest)
    guard record.rejection == nil else {
      isRejected = true
      append(.rejectionReason, Array((record.rejection?.reason.rawValue ?? "").utf8))
      append(.rejectionDetail, Self.cut(record.rejection?.detail ?? ""))
      return
    }
    regions = record.boxes.count
    embeddingSize = record.embeddingSize
    // The columns are in ascending order of their numbers.
    append(.box, record.boxes.flatMap { [$0.x1, $0.y1, $0.x2, $0.y2] })
    append(.score, record.scores)
    append(.logit, record.logits)
    append(.source, record.sources)
    append(.embedding, planes: record.embeddings)
    if !record.queries.isEmpty { append(.query, record.queries) }
    if let sides = record.classSides {
      append(.classRegion, sides.regions)
      append(.classShift, sides.shifts)
      append(.classScale, sides.scales)
      append(.classEmbedding, planes: sides.embeddings)
    }
    if let hash = record.differenceHash { append(.differenceHash, [hash]) }
  }

  /// The UTF-8 of `text`, cut before the first character that goes beyond the limit.
  private static func cut(_ text: String) -> [UInt8] {
    guard text.utf8.count > ShardLimits.detailBytesMax else { return Array(text.utf8) }
    var kept: [UInt8] = []
    for scalar in text.unicodeScalars {
      let bytes = Array(String(scalar).utf8)
      guard kept.count + bytes.count <= ShardLimits.detailBytesMax else { break }
      kept += bytes
    }
    return kept
  }

  /// The region record in this payload, without embeddings when they are not wanted.
  func regionRecord(includesEmbeddings: Bool) throws(Malformed) -> RegionRecord {
    let digest = try values(.digest, as: UInt8.self)
    guard [0, 32].contains(digest.count) else {
      throw Malformed(detail: "column digest: expected 0 or 32 bytes, found \(digest.count)")
    }
    guard !isRejected else { return try rejectedRecord(digest: digest) }
    let edges = try finite(.box, count: regions * 4)
    var embeddings: [Float16] = []
    if includesEmbeddings {
      let planes = try bytes(.embedding, count: (regions + 1) * embeddingSize)
      embeddings = LittleEndianColumn.values(ofPlanes: planes)
      guard embeddings.allSatisfy(\.isFinite) else {
        throw Malformed(detail: "column embedding has a number that is not finite")
      }
    }
    var record = RegionRecord(
      imageID: imageID, key: key, width: width, height: height, digest: digest,
      boxes: stride(from: 0, to: edges.count, by: 4).map { start in
        Box(x1: edges[start], y1: edges[start + 1], x2: edges[start + 2], y2: edges[start + 3])
      },
      scores: try finite(.score, count: regions), logits: try finite(.logit, count: regions),
      sources: try values(.source, count: regions), embeddingSize: embeddingSize,
      embeddings: embeddings)
    if has(.query) { record.queries = try values(.query, count: regions) }
    record.classSides = try classSides()
    if has(.differenceHash) { record.differenceHash = try values(.differenceHash, count: 1)[0] }
    return record
  }

  /// The class sides of an image's regions; `nil` for records without the columns.
  private func classSides() throws(Malformed) -> RegionClassSides? {
    guard has(.classRegion) else { return nil }
    let owners = try values(.classRegion, as: UInt32.self)
    let embeddings: [Float16] = LittleEndianColumn.values(ofPlanes: try bytes(.classEmbedding))
    guard !owners.isEmpty, embeddings.count.isMultiple(of: owners.count) else {
      throw Malformed(
        detail: "column class_embedding: \(embeddings.count) elements for \(owners.count) regions")
    }
    return RegionClassSides(
      regions: owners, shifts: try finite(.classShift, count: owners.count),
      scales: try finite(.classScale, count: owners.count),
      embeddingSize: embeddings.count / owners.count, embeddings: embeddings)
  }

  private func rejectedRecord(digest: [UInt8]) throws(Malformed) -> RegionRecord {
    let name = try text(.rejectionReason)
    guard let reason = Rejection.Reason(rawValue: name) else {
      throw Malformed(detail: "reason '\(name)' is unknown; a later version may have written it")
    }
    guard regions == 0, embeddingSize == 0 else {
      throw Malformed(detail: "a rejected image has regions")
    }
    var record = RegionRecord(
      imageID: imageID, key: key, digest: digest,
      rejection: Rejection(reason, try text(.rejectionDetail)))
    record.width = width
    record.height = height
    return record
  }
}
