import Kernels

/// Tags sequences from left to right with two feature tables; reads words, writes tags and chunks.
struct SequenceTagger: Sendable {
  let tagger: FeatureTable
  let chunker: FeatureTable

  /// The tags of the tokens between the paddings of `words`, with two paddings at both ends.
  func tags(_ words: [WordFeatures]) -> [UInt64] {
    var tags = [UInt64](repeating: 0, count: words.count)
    Self.pad(&tags)
    var features = [UInt64](repeating: 0, count: TaggerFeatures.count)
    var sums = [Int16](repeating: 0, count: FeatureTable.classesMax)
    var tag1: UInt64 = 1
    var tag2: UInt64 = 0
    for i in 2..<max(2, words.count - 2) {
      let only = words[i].entry.onlyTag
      var best: UInt64
      if only > 0 {
        best = only - 1
      } else {
        TaggerFeatures.write(words, i, tag1, tag2, into: &features)
        tagger.sum(features, count: TaggerFeatures.count, into: &sums)
        best = UInt64(Self.best(sums, tagger.classes))
      }
      tags[i] = best
      tag2 = tag1
      tag1 = best + 2
    }
    return tags
  }

  /// The chunk tags (0 outside, 1 begin, 2 inside) of the tokens, with two paddings at both ends.
  func chunks(_ words: [WordFeatures], _ tags: [UInt64]) -> [UInt64] {
    var chunks = [UInt64](repeating: 0, count: words.count)
    var features = [UInt64](repeating: 0, count: ChunkerFeatures.count)
    var sums = [Int16](repeating: 0, count: FeatureTable.classesMax)
    var chunk1: UInt64 = 0
    var chunk2: UInt64 = 0
    for i in 2..<max(2, words.count - 2) {
      ChunkerFeatures.write(words, tags, i, chunk1, chunk2, into: &features)
      chunker.sum(features, count: ChunkerFeatures.count, into: &sums)
      let best = Self.bestChunk(sums, after: chunk1)
      chunks[i] = best
      chunk2 = chunk1
      chunk1 = best + 1
    }
    return chunks
  }

  static func pad(_ tags: inout [UInt64]) {
    let end = tags.count
    tags[0] = ChunkerFeatures.padding.0
    tags[1] = ChunkerFeatures.padding.1
    tags[end - 2] = ChunkerFeatures.padding.2
    tags[end - 1] = ChunkerFeatures.padding.3
  }

  /// The class with the largest sum, the first of equals.
  @inline(__always) static func best(_ sums: [Int16], _ classes: Int) -> Int {
    var best = 0
    for index in 1..<classes where sums[index] > sums[best] { best = index }
    return best
  }

  /// The best chunk tag that may stand there: inside only within a phrase.
  @inline(__always) static func bestChunk(_ sums: [Int16], after chunk1: UInt64) -> UInt64 {
    var best: UInt64 = 0
    if sums[1] > sums[0] { best = 1 }
    if chunk1 >= 2, sums[2] > sums[Int(best)] { best = 2 }
    return best
  }
}
