import Records

/// The scored boxes of one class over all images, for average precision as pycocotools computes it.
///
/// 24 bytes a box while it is exact. After `fold` boxes of scores that agree in sign, exponent and
/// seven bits of the fraction are one step, in memory that does not grow with the data set.
struct ClassDetections {
  /// Groups of areas: all, small, medium, large.
  static let areas = EvaluationGroup.sizes
  private static let thresholds = DetectionMatching.thresholds.count
  private static let cells = areas.count * thresholds

  private struct Entry {
    var score: Float
    /// Place of the image in the order of adding.
    var image: UInt32
    /// Bit `area * 10 + threshold`: the box is a hit, or ignored.
    var hits: UInt64 = 0
    var ignored: UInt64 = 0
  }

  /// Objects of the class, `[areas]`.
  private(set) var objects = Array(repeating: 0, count: areas.count)
  /// Boxes that count.
  private(set) var count = 0
  private var entries: [Entry] = []
  /// Hits, then misses, `[2 * cells]`, by the upper half of the score's bits in ascending order.
  private var folded: [UInt16: [UInt32]] = [:]
  private var isFolded = false

  /// Adds one image: scores in descending order and the verdicts of the areas, `[areas][thresholds]`.
  mutating func add(
    image: UInt32, scores: [Float], verdicts: [[DetectionMatching.Verdicts]]
  ) {
    for area in Self.areas.indices { objects[area] += verdicts[area][0].objects }
    count += scores.count
    for (place, score) in scores.enumerated() {
      var entry = Entry(score: score, image: image)
      for area in Self.areas.indices {
        for (threshold, verdict) in verdicts[area].enumerated() {
          let bit = UInt64(1) << UInt64(area * Self.thresholds + threshold)
          if verdict.isHit[place] { entry.hits |= bit }
          if verdict.isIgnored[place] { entry.ignored |= bit }
        }
      }
      entries.append(entry)
    }
    if isFolded && entries.count > 4096 { fold() }
  }

  /// Gives up exactness for bounded memory.
  mutating func fold() {
    isFolded = true
    for entry in entries {
      let bits = entry.score.bitPattern
      let ordered = bits >> 31 == 0 ? bits | 0x8000_0000 : ~bits
      var counts = folded[UInt16(ordered >> 16)] ?? Array(repeating: 0, count: 2 * Self.cells)
      for cell in 0..<Self.cells {
        let bit = UInt64(1) << UInt64(cell)
        if entry.hits & bit != 0 {
          counts[cell] += 1
        } else if entry.ignored & bit == 0 {
          counts[Self.cells + cell] += 1
        }
      }
      folded[UInt16(ordered >> 16)] = counts
    }
    entries = []
  }

  /// Average precision and last recall at each IoU, of one group of areas.
  struct Curve {
    /// `[thresholds]`.
    var precisions: [Double]
    /// `[thresholds]`.
    var recalls: [Double]

    /// Mean over the thresholds.
    var mean: Double { precisions.reduce(0, +) / Double(precisions.count) }
    /// Mean recall over the thresholds.
    var meanRecall: Double { recalls.reduce(0, +) / Double(recalls.count) }
  }

  /// The curve of each group of areas, `nil` for one without objects; equal scores stand in the order
  /// of `imageIDs`.
  mutating func curves(imageIDs: [UInt64]) -> [Curve?] {
    if isFolded { fold() }
    entries.sort { left, right in
      if left.score != right.score { return left.score > right.score }
      return imageIDs[Int(left.image)] < imageIDs[Int(right.image)]
    }
    let steps = folded.keys.sorted(by: >).compactMap { folded[$0] }
    return Self.areas.indices.map { area in
      guard objects[area] > 0 else { return nil }
      var curve = Curve(precisions: [], recalls: [])
      for threshold in 0..<Self.thresholds {
        let cell = area * Self.thresholds + threshold
        let objects = objects[area]
        if isFolded {
          let counts = steps.lazy.map { (Int($0[cell]), Int($0[Self.cells + cell])) }
          curve.precisions.append(
            RankedDetections.averagePrecision(steps: counts, objects: objects))
          curve.recalls.append(Double(counts.reduce(0) { $0 + $1.0 }) / Double(objects))
          continue
        }
        let bit = UInt64(1) << UInt64(cell)
        let verdicts = entries.lazy.map { entry in
          entry.hits & bit != 0 ? (1, 0) : (0, entry.ignored & bit != 0 ? 0 : 1)
        }
        curve.precisions.append(
          RankedDetections.averagePrecision(steps: verdicts, objects: objects))
        curve.recalls.append(Double(verdicts.reduce(0) { $0 + $1.0 }) / Double(objects))
      }
      return curve
    }
  }
}
