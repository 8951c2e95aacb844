import Records

/// Counts regions, their scores, sizes and sources.
struct RegionTally {
  private let sources: MeasuredSources
  private var total = 0
  private var perImage = GridHistogram(binWidth: 1)
  private var scores = FixedHistogram(range: 0...1, bins: 50)
  private var sizes = FixedHistogram(range: 0...1, bins: 50)
  private var ofSource: [Int]

  init(sources: MeasuredSources) {
    self.sources = sources
    ofSource = Array(repeating: 0, count: sources.sources.count)
  }

  /// Counts the regions of one image that was not rejected.
  mutating func add(_ record: RegionRecord) {
    total += record.boxes.count
    perImage.add(Double(record.sources.count(where: sources.isMeasured)))
    let imageArea = Float(record.width) * Float(record.height)
    for (region, box) in record.boxes.enumerated() {
      ofSource[Int(record.sources[region])] += 1
      guard sources.isMeasured(record.sources[region]) else { continue }
      scores.add(record.scores[region])
      sizes.add((box.area / imageArea).squareRoot())
    }
  }

  var numbers: RegionNumbers {
    RegionNumbers(
      total: total, perImage: perImage.histogram, scores: scores.histogram,
      relativeSizes: sizes.histogram,
      sources: zip(sources.sources, ofSource).map {
        SourceNumbers(name: $0.name, isGroundTruth: $0.isGroundTruth, regions: $1)
      })
  }
}
