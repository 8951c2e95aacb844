import Foundation
import Records

/// Counts how often each concept is a region's nearest, in memory proportional to the pool.
struct ConceptTally {
  let concepts: [Concept]
  private(set) var regions: [Int]
  private(set) var kept: [Int]
  private var cosineSums: [Double]
  /// Image labels and class boxes of each concept, `[concepts]`.
  private(set) var imageLabels: [Int]
  private(set) var classBoxes: [Int]

  init(concepts: [Concept]) {
    self.concepts = concepts
    regions = Array(repeating: 0, count: concepts.count)
    kept = regions
    imageLabels = regions
    classBoxes = regions
    cosineSums = Array(repeating: 0, count: concepts.count)
  }

  /// Counts a region whose nearest concept is `id`.
  mutating func add(_ id: UInt32, cosine: Float, isKept: Bool) {
    regions[Int(id)] += 1
    cosineSums[Int(id)] += Double(cosine)
    if isKept { kept[Int(id)] += 1 }
  }

  /// Counts the image-level labels and class boxes of one image.
  mutating func add(labels: LabelRecord) {
    for label in Set(labels.imageLabels.map(\.conceptID)) { imageLabels[Int(label)] += 1 }
    for box in labels.classBoxes { classBoxes[Int(box.conceptID)] += 1 }
  }

  /// Frequencies of one concept.
  func frequency(of id: Int) -> ConceptFrequency {
    ConceptFrequency(
      id: id, name: concepts[id].name, occurrences: concepts[id].occurrences,
      images: concepts[id].images, regions: regions[id], kept: kept[id],
      meanCosine: regions[id] > 0 ? cosineSums[id] / Double(regions[id]) : nil)
  }

  /// Ids by regions, most first; before the labels pass by how often captions name them.
  var ranking: [Int] {
    let counts = hasRegions ? regions : concepts.map(\.occurrences)
    return concepts.indices.sorted { (counts[$0], $1) > (counts[$1], $0) }
  }

  private var hasRegions: Bool { regions.contains { $0 > 0 } }

  var numbers: ConceptNumbers {
    let entropy = Self.entropyBits(regions)
    let total = regions.reduce(0, +)
    let ranking = ranking
    let topTen = ranking.prefix(10).reduce(0) { $0 + regions[$1] }
    let unused = concepts.indices.filter { regions[$0] == 0 }
      .sorted { (concepts[$0].occurrences, $1) > (concepts[$1].occurrences, $0) }
    return ConceptNumbers(
      poolSize: concepts.count, unused: unused.count,
      gini: Self.gini(regions), entropyBits: entropy, effectiveNumber: entropy.map { exp2($0) },
      topTenShare: total > 0 ? Double(topTen) / Double(total) : nil,
      unusedSamples: unused.prefix(30).map(frequency),
      top: ranking.prefix(30).map(frequency), longTail: Self.longTail(regions),
      captionLongTail: Self.longTail(concepts.map(\.occurrences)))
  }

  /// Gini coefficient, `sum (2 i - n - 1) x_i / (n sum x_i)` over ascending x; `nil` without counts.
  static func gini(_ counts: [Int]) -> Double? {
    let total = counts.reduce(0, +)
    guard total > 0 else { return nil }
    let size = Double(counts.count)
    let weighted = counts.sorted().enumerated().reduce(0.0) { sum, entry in
      sum + (2 * Double(entry.offset + 1) - size - 1) * Double(entry.element)
    }
    return weighted / (size * Double(total))
  }

  /// Shannon entropy of the counts as a distribution; `nil` without counts.
  static func entropyBits(_ counts: [Int]) -> Double? {
    let total = Double(counts.reduce(0, +))
    guard total > 0 else { return nil }
    return counts.reduce(0.0) { sum, count in
      guard count > 0 else { return sum }
      let share = Double(count) / total
      return sum - share * log2(share)
    }
  }

  /// The counts above 0 in descending order, at about 16 ranks an octave: enough for a curve.
  static func longTail(_ counts: [Int]) -> [RankFrequency] {
    let ordered = counts.filter { $0 > 0 }.sorted(by: >)
    var result: [RankFrequency] = []
    var rank = 1
    while rank <= ordered.count {
      result.append(RankFrequency(rank: rank, frequency: ordered[rank - 1]))
      if rank == ordered.count { break }
      rank = min(max(rank + 1, Int(Double(rank) * 1.0443)), ordered.count)
    }
    return result
  }
}
