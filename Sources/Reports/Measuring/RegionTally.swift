import Foundation
import Records

/// Counts regions, their scores and sizes.
struct RegionTally {
  private let sources: MeasuredSources
  private var total = 0
  private var measured = 0
  private var perImage = GridHistogram(binWidth: 1)
  private var scores = FixedHistogram(range: 0...1, bins: 50)
  private var sizes = FixedHistogram(range: 0...1, bins: 50)
  private var aspectRatios = GridHistogram(binWidth: 1.0 / 16)
  private var imageSides = GridHistogram(binWidth: 1)
  private var overlaps = BoxOverlapTally()
  /// Regions of the limits of COCO and MAVL, small, medium, large.
  private var coco = [0, 0, 0]
  private var mavl = [0, 0, 0]

  init(sources: MeasuredSources) {
    self.sources = sources
  }

  /// Counts the regions of one image that was not rejected.
  mutating func add(_ record: RegionRecord, isMeasured: [Bool]) {
    total += record.boxes.count
    perImage.add(Double(isMeasured.count { $0 }))
    imageSides.add(Double(max(record.width, record.height)))
    overlaps.add(record, isMeasured: isMeasured)
    let imageArea = Float(record.width) * Float(record.height)
    for (region, box) in record.boxes.enumerated() where isMeasured[region] {
      measured += 1
      scores.add(record.scores[region])
      let share = box.area / imageArea
      sizes.add(share.squareRoot())
      coco[box.area < 32 * 32 ? 0 : box.area < 96 * 96 ? 1 : 2] += 1
      mavl[share <= 0.05 ? 0 : share < 0.2 ? 1 : 2] += 1
      if box.area > 0 { aspectRatios.add(log2(Double(box.width) / Double(box.height))) }
    }
  }

  /// The numbers, with what the sources gave.
  func numbers(sources: [SourceNumbers]) -> RegionNumbers {
    let names = ["small", "medium", "large"]
    let classes =
      zip(names, coco).map { ($0, $1) } + zip(names, mavl).map { ("mavl_" + $0, $1) }
    return RegionNumbers(
      total: total, perImage: perImage.histogram, scores: scores.histogram,
      relativeSizes: sizes.histogram, aspectRatios: aspectRatios.histogram,
      sizeClasses: classes.map {
        SizeClass(name: $0, regions: Proportion(hits: $1, total: measured))
      }, overlaps: overlaps.numbers, imageSides: imageSides.histogram, sources: sources)
  }
}
