import Records

/// Refuses records that do not fit each other before anything is counted.
struct RecordCheck {
  let concepts: Int
  let sources: Int

  func check(image: InputImage, regions: RegionRecord, labels: LabelRecord?) throws {
    let key = regions.key
    if image.key != key {
      throw ReportError.mismatch(
        key: image.key.description, what: "key of the regions", expected: image.key.description,
        found: key.description)
    }
    let count = regions.boxes.count
    try equal(regions.scores.count, count, "number of scores", key)
    try equal(regions.sources.count, count, "number of sources", key)
    try below(regions.sources.map(Int.init), sources, "proposal source", key)
    guard let labels else { return }
    if labels.key != key {
      throw ReportError.mismatch(
        key: key.description, what: "key of the labels", expected: key.description,
        found: labels.key.description)
    }
    try equal(labels.maxProbability.count, count, "number of max probabilities", key)
    try equal(labels.logSumExp.count, count, "number of logsumexps", key)
    try equal(labels.conceptIDs.count, count * labels.conceptsPerRegion, "number of concepts", key)
    try equal(labels.cosines.count, labels.conceptIDs.count, "number of cosines", key)
    try below(labels.conceptIDs.map(Int.init), concepts, "concept of a region", key)
    try below(labels.imageLabels.map { Int($0.conceptID) }, concepts, "concept of a caption", key)
    try below(labels.classBoxes.map { Int($0.conceptID) }, concepts, "concept of a class box", key)
    try below(labels.classBoxes.map(\.region), count, "region of a class box", key)
  }

  private func equal(_ found: Int, _ expected: Int, _ what: String, _ key: ImageKey) throws {
    if found != expected {
      throw ReportError.mismatch(
        key: key.description, what: what, expected: "\(expected)", found: "\(found)")
    }
  }

  private func below(_ values: [Int], _ limit: Int, _ what: String, _ key: ImageKey) throws {
    if let found = values.first(where: { !(0..<limit).contains($0) }) {
      throw ReportError.mismatch(
        key: key.description, what: what, expected: "below \(limit)", found: "\(found)")
    }
  }
}
