import Codecs
import Records

extension RecordPayload {
  /// The payload of a label record; the record must have no `problem`.
  init(_ record: LabelRecord) {
    self.init(imageID: record.imageID, key: record.key)
    regions = record.logSumExp.count
    conceptsPerRegion = record.conceptsPerRegion
    append(.conceptID, record.conceptIDs)
    append(.cosine, record.cosines)
    append(.logSumExp, record.logSumExp)
    append(.maxProbability, record.maxProbability)
    append(.labelConcept, record.imageLabels.map(\.conceptID))
    append(.labelCaption, record.imageLabels.map { UInt32($0.caption) })
    append(.labelStart, record.imageLabels.map { UInt32($0.start) })
    append(.labelEnd, record.imageLabels.map { UInt32($0.end) })
    append(.classBoxConcept, record.classBoxes.map(\.conceptID))
    append(.classBoxRegion, record.classBoxes.map { UInt32($0.region) })
    append(.classBoxScore, record.classBoxes.map(\.score))
  }

  /// The label record in this payload.
  func labelRecord() throws(Malformed) -> LabelRecord {
    guard !isRejected, width == 0, height == 0, embeddingSize == 0 else {
      throw Malformed(detail: "fields of a region record are set")
    }
    let pairs = regions * conceptsPerRegion
    let labels = try values(.labelConcept, as: UInt32.self)
    let captions = try values(.labelCaption, count: labels.count, as: UInt32.self)
    let starts = try values(.labelStart, count: labels.count, as: UInt32.self)
    let ends = try values(.labelEnd, count: labels.count, as: UInt32.self)
    let concepts = try values(.classBoxConcept, as: UInt32.self)
    let boxes = try values(.classBoxRegion, count: concepts.count, as: UInt32.self)
    let scores = try finite(.classBoxScore, count: concepts.count)
    return LabelRecord(
      imageID: imageID, key: key, conceptsPerRegion: conceptsPerRegion,
      conceptIDs: try values(.conceptID, count: pairs), cosines: try finite(.cosine, count: pairs),
      logSumExp: try finite(.logSumExp, count: regions),
      maxProbability: try finite(.maxProbability, count: regions),
      imageLabels: labels.indices.map { index in
        ImageLabel(
          conceptID: labels[index], caption: Int(captions[index]), start: Int(starts[index]),
          end: Int(ends[index]))
      },
      classBoxes: concepts.indices.map { index in
        ClassBox(
          conceptID: concepts[index], region: Int(boxes[index]), score: scores[index])
      })
  }
}
