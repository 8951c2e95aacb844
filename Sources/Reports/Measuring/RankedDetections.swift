/// Scored verdicts of all images, for average precision as pycocotools computes it.
///
/// Twelve bytes a detection are kept up to `exactMax`; beyond, verdicts are folded into 65,536 bins
/// of score, so that memory stays bounded on any data set.
struct RankedDetections {
  /// Boxes of an image that count, COCO's usual limit.
  static let boxesMax = 100
  private static let bins = 65_536

  let exactMax: Int
  private var objects = 0
  private var scores: [Float] = []
  /// Place of each detection's image in `imageIDs`.
  private var images: [UInt32] = []
  private var imageIDs: [UInt64] = []
  /// Bit `t` is set for a hit at threshold `t`, bit `16 + t` for an ignored box.
  private var flags: [UInt32] = []
  /// Hits and misses at each score, `[thresholds * bins]`; empty while exact.
  private var binnedHits: [Int] = []
  private var binnedMisses: [Int] = []

  init(exactMax: Int) {
    self.exactMax = exactMax
  }

  var isExact: Bool { binnedHits.isEmpty }

  /// Adds one image: its scores in descending order and the verdicts `[thresholds]`.
  mutating func add(
    imageID: UInt64, scores: some Sequence<Float>, verdicts: [DetectionMatching.Verdicts]
  ) {
    if isExact { imageIDs.append(imageID) }
    objects += verdicts.first?.objects ?? 0
    for (index, score) in scores.prefix(Self.boxesMax).enumerated() {
      var flag: UInt32 = 0
      for (threshold, verdict) in verdicts.enumerated() {
        if verdict.isHit[index] { flag |= 1 << UInt32(threshold) }
        if verdict.isIgnored[index] { flag |= 1 << UInt32(16 + threshold) }
      }
      self.scores.append(score)
      if isExact { images.append(UInt32(imageIDs.count - 1)) }
      flags.append(flag)
    }
    if self.scores.count > exactMax || (!isExact && self.scores.count > Self.bins) { fold() }
  }

  private mutating func fold() {
    let thresholds = DetectionMatching.thresholds.count
    if isExact {
      binnedHits = Array(repeating: 0, count: thresholds * Self.bins)
      binnedMisses = binnedHits
    }
    for (score, flag) in zip(scores, flags) {
      let bin = Int(min(max(score, 0), 1) * Float(Self.bins - 1))
      for threshold in 0..<thresholds {
        if flag & 1 << UInt32(threshold) != 0 {
          binnedHits[threshold * Self.bins + bin] += 1
        } else if flag & 1 << UInt32(16 + threshold) == 0 {
          binnedMisses[threshold * Self.bins + bin] += 1
        }
      }
    }
    scores.removeAll(keepingCapacity: true)
    images = []
    imageIDs = []
    flags.removeAll(keepingCapacity: true)
  }

  /// Average precision at each threshold, `[thresholds]`; `nil` without objects.
  consuming func averagePrecisions() -> [Double]? {
    guard objects > 0 else { return nil }
    if !isExact {
      fold()
      return DetectionMatching.thresholds.indices.map { threshold in
        let bins = (0..<Self.bins).reversed().map { threshold * Self.bins + $0 }
        return Self.averagePrecision(
          steps: bins.lazy.map { (binnedHits[$0], binnedMisses[$0]) }, objects: objects)
      }
    }
    // Equal scores stand in the order of image ids, as pycocotools' stable sort leaves them.
    let order = scores.indices.map(UInt32.init).sorted { left, right in
      let (a, b) = (scores[Int(left)], scores[Int(right)])
      if a != b { return a > b }
      let (first, second) = (imageIDs[Int(images[Int(left)])], imageIDs[Int(images[Int(right)])])
      return first != second ? first < second : left < right
    }
    return DetectionMatching.thresholds.indices.map { threshold in
      let steps = order.lazy.map { index in
        let flag = flags[Int(index)]
        let isHit = flag & 1 << UInt32(threshold) != 0
        let isIgnored = flag & 1 << UInt32(16 + threshold) != 0
        return (isHit ? 1 : 0, isHit || isIgnored ? 0 : 1)
      }
      return Self.averagePrecision(steps: steps, objects: objects)
    }
  }

  /// Mean over recalls 0 to 1 in steps of 0.01 of the best precision at that recall or a greater one.
  ///
  /// `steps` are counts of hits and misses, best score first.
  static func averagePrecision(
    steps: some Sequence<(Int, Int)>, objects: Int
  ) -> Double {
    var recalls: [Double] = []
    var precisions: [Double] = []
    var hits = 0
    var misses = 0
    for step in steps {
      hits += step.0
      misses += step.1
      // Misses only lower the precision, so its best values stand right after hits.
      guard step.0 > 0 else { continue }
      recalls.append(Double(hits) / Double(objects))
      precisions.append(Double(hits) / Double(hits + misses))
    }
    for index in precisions.indices.dropLast().reversed() {
      precisions[index] = max(precisions[index], precisions[index + 1])
    }
    var sum = 0.0
    var place = 0
    for point in 0...100 {
      let recall = point == 100 ? 1 : Double(point) * 0.01
      while place < recalls.count && recalls[place] < recall { place += 1 }
      if place < precisions.count { sum += precisions[place] }
    }
    return sum / 101
  }
}
