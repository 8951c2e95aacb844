import Records

/// What a record must satisfy to be written; the same rules are checked again when it is read.
extension RegionRecord {
  /// The first rule that the record breaks; `nil` for a good one.
  ///
  /// A record read without its embeddings passes `hasEmbeddings: false`.
  func problem(embeddingSize expected: Int, hasEmbeddings: Bool = true) -> String? {
    if let problem = key.problem { return problem }
    guard digest.isEmpty || digest.count == 32 else {
      return "expected a digest of 0 or 32 bytes, found \(digest.count)"
    }
    guard (0...ShardLimits.sideMax).contains(width), (0...ShardLimits.sideMax).contains(height)
    else { return "expected sides in 0...\(ShardLimits.sideMax), found \(width)x\(height)" }
    let count = boxes.count
    let columns = [scores.count, logits.count, sources.count]
    guard rejection == nil else {
      guard columns == [0, 0, 0], count == 0, embeddings.isEmpty, embeddingSize == 0,
        queries.isEmpty, classSides == nil, differenceHash == nil
      else {
        return "expected no regions in a rejected record, found some"
      }
      return nil
    }
    guard count <= ShardLimits.regionsMax else {
      return "expected at most \(ShardLimits.regionsMax) regions, found \(count)"
    }
    guard columns == [count, count, count] else {
      return "expected \(count) scores, logits and sources, found \(columns)"
    }
    guard embeddingSize == expected else {
      return "expected embeddings of \(expected), found \(embeddingSize)"
    }
    guard !hasEmbeddings || embeddings.count == (count + 1) * embeddingSize else {
      return "expected \((count + 1) * embeddingSize) embedding values, found \(embeddings.count)"
    }
    guard scores.allSatisfy(\.isFinite), logits.allSatisfy(\.isFinite),
      embeddings.allSatisfy(\.isFinite)
    else { return "expected finite scores, logits and embeddings, found NaN or infinity" }
    guard queries.isEmpty || queries.count == count else {
      return "expected \(count) queries or none, found \(queries.count)"
    }
    if let problem = classSides?.problem(regions: count) { return problem }
    return boxes.lazy.compactMap { box in
      guard box.isFinite, box.x1 >= 0, box.y1 >= 0, box.x1 <= box.x2, box.y1 <= box.y2,
        box.x2 <= Float(width), box.y2 <= Float(height)
      else { return "expected boxes inside \(width)x\(height) pixels, found \(box)" }
      return nil
    }.first
  }
}

extension RegionClassSides {
  /// The first rule that the class sides of `count` regions break.
  fileprivate func problem(regions count: Int) -> String? {
    let sides = regions.count
    guard sides > 0, (1...ShardLimits.embeddingSizeMax).contains(embeddingSize),
      shifts.count == sides, scales.count == sides, embeddings.count == sides * embeddingSize
    else {
      return """
        expected class sides with a shift, a scale and \(embeddingSize) values each, found \(sides) \
        with \(shifts.count), \(scales.count) and \(embeddings.count)
        """
    }
    guard zip(regions, regions.dropFirst()).allSatisfy({ $0 < $1 }), regions.last ?? 0 < count
    else {
      return "expected the regions of class sides ascending in 0..<\(count), found \(regions)"
    }
    guard shifts.allSatisfy(\.isFinite), scales.allSatisfy(\.isFinite),
      embeddings.allSatisfy(\.isFinite)
    else { return "expected finite class sides, found NaN or infinity" }
    return nil
  }
}

extension LabelRecord {
  /// The first rule that the record breaks; `nil` for a good one.
  func problem(conceptsPerRegionMax: Int) -> String? {
    if let problem = key.problem { return problem }
    let count = logSumExp.count
    guard count <= ShardLimits.regionsMax else {
      return "expected at most \(ShardLimits.regionsMax) regions, found \(count)"
    }
    guard (0...conceptsPerRegionMax).contains(conceptsPerRegion) else {
      return "expected at most \(conceptsPerRegionMax) concepts, found \(conceptsPerRegion)"
    }
    let columns = [maxProbability.count, conceptIDs.count, cosines.count]
    let pairs = count * conceptsPerRegion
    guard columns == [count, pairs, pairs] else {
      return """
        expected \(count) probabilities, \(pairs) concepts and cosines, found \(columns)
        """
    }
    guard cosines.allSatisfy(\.isFinite), logSumExp.allSatisfy(\.isFinite),
      maxProbability.allSatisfy(\.isFinite), classBoxes.allSatisfy(\.score.isFinite)
    else { return "expected finite cosines, probabilities and scores, found NaN or infinity" }
    if let cosine = cosines.first(where: { abs($0) > ShardLimits.cosineMax }) {
      return "expected cosines in -1...1, found \(cosine)"
    }
    guard max(imageLabels.count, classBoxes.count) <= ShardLimits.labelsMax else {
      return "expected at most \(ShardLimits.labelsMax) labels and class boxes"
    }
    let numbers = 0...Int(Int32.max)
    for label in imageLabels {
      guard numbers.contains(label.caption), numbers.contains(label.start),
        numbers.contains(label.end), label.start <= label.end
      else { return "expected a caption's span, found \(label)" }
    }
    for box in classBoxes where !(0..<count).contains(box.region) {
      return "expected the region of a class box in 0..<\(count), found \(box.region)"
    }
    return nil
  }
}

extension ImageKey {
  fileprivate var problem: String? {
    guard (1...ShardLimits.keyBytesMax).contains(bytes.count) else {
      return "expected a key of 1...\(ShardLimits.keyBytesMax) bytes, found \(bytes.count)"
    }
    return nil
  }
}
