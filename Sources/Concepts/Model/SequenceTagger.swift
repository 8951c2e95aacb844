import Kernels

/// Tags sequences from left to right with two feature tables; reads words, writes tags and chunks.
struct SequenceTagger: Sendable {
  let tagger: FeatureTable
  let chunker: FeatureTable
  /// What was worked out for captions before; shared by copies.
  let memories = CaptionMemories()

  /// `tags` with any memory.
  func tags(_ words: [WordFeatures]) -> [UInt64] {
    memories.withMemory { tags(words, &$0) }
  }

  /// `chunks` with any memory.
  func chunks(_ words: [WordFeatures], _ tags: [UInt64]) -> [UInt64] {
    memories.withMemory { chunks(words, tags, &$0) }
  }

  /// The tags of the tokens between the paddings of `words`, with two paddings at both ends.
  ///
  /// Words without a number (`WordFeatures.id`) are not remembered; numbers are the memory's own.
  func tags(_ words: [WordFeatures], _ memory: inout CaptionMemory) -> [UInt64] {
    var tags = [UInt64](repeating: 0, count: words.count)
    Self.pad(&tags)
    var features = TaggerFeatures.list
    var tag1: UInt64 = 1
    var tag2: UInt64 = 0
    for i in 2..<max(2, words.count - 2) {
      let only = words[i].entry.onlyTag
      var best: UInt64
      if only > 0 {
        best = only - 1
      } else {
        let sums = tagSums(words, i, tag1, tag2, &features, &memory)
        best = UInt64(FeatureTable.largest(of: sums, classes: tagger.classes))
      }
      tags[i] = best
      tag2 = tag1
      tag1 = best + 2
    }
    return tags
  }

  @inline(__always) private func tagSums(
    _ words: [WordFeatures], _ i: Int, _ tag1: UInt64, _ tag2: UInt64,
    _ features: inout FeatureList, _ memory: inout CaptionMemory
  ) -> FeatureTable.Sums {
    let (word, before, after) = (words[i], words[i - 1], words[i + 1])
    features.clear()
    TaggerFeatures.context(words, i, tag1, tag2, into: &features)
    if before.id == 0 { TaggerFeatures.before(before, tag1, into: &features) }
    var sums = tagger.sums(features.hashes, count: features.count)
    if before.id > 0 {
      sums &+= memory.tagBefore.sums(before.id << 8 | tag1) {
        features.clear()
        TaggerFeatures.before(before, tag1, into: &features)
        return tagger.sums(features.hashes, count: features.count)
      }
    }
    guard word.id > 0, after.id > 0 else {
      features.clear()
      TaggerFeatures.own(word, tag1, into: &features)
      TaggerFeatures.after(after, tag1, into: &features)
      TaggerFeatures.pair(word, after, tag1, into: &features)
      return sums &+ tagger.sums(features.hashes, count: features.count)
    }
    if let both = memory.tagPair[word.id << 36 | after.id << 8 | tag1] { return sums &+ both }
    var both = memory.tagOwn.sums(word.id << 8 | tag1) {
      features.clear()
      TaggerFeatures.own(word, tag1, into: &features)
      return tagger.sums(features.hashes, count: features.count)
    }
    both &+= memory.tagAfter.sums(after.id << 8 | tag1) {
      features.clear()
      TaggerFeatures.after(after, tag1, into: &features)
      return tagger.sums(features.hashes, count: features.count)
    }
    features.clear()
    TaggerFeatures.pair(word, after, tag1, into: &features)
    both &+= tagger.sums(features.hashes, count: features.count)
    memory.tagPair[word.id << 36 | after.id << 8 | tag1] = both
    return sums &+ both
  }

  /// The chunk tags (0 outside, 1 begin, 2 inside) of the tokens, with two paddings at both ends.
  func chunks(
    _ words: [WordFeatures], _ tags: [UInt64], _ memory: inout CaptionMemory
  ) -> [UInt64] {
    var chunks = [UInt64](repeating: 0, count: words.count)
    var features = ChunkerFeatures.list
    var chunk1: UInt64 = 0
    var chunk2: UInt64 = 0
    for i in 2..<max(2, words.count - 2) {
      let context = ChunkerFeatures.Context(tags, i, chunk1, chunk2)
      let sums = chunkSums(words, i, context, &features, &memory)
      let best = Self.bestChunk(sums, after: chunk1)
      chunks[i] = best
      chunk2 = chunk1
      chunk1 = best + 1
    }
    return chunks
  }

  @inline(__always) private func chunkSums(
    _ words: [WordFeatures], _ i: Int, _ context: ChunkerFeatures.Context,
    _ features: inout FeatureList, _ memory: inout CaptionMemory
  ) -> FeatureTable.FewSums {
    features.clear()
    ChunkerFeatures.pairs(words, i, context, into: &features)
    if words[i].id == 0 { ChunkerFeatures.own(words[i], context, into: &features) }
    if words[i - 1].id == 0 { ChunkerFeatures.before(words[i - 1], context, into: &features) }
    if words[i + 1].id == 0 { ChunkerFeatures.after(words[i + 1], context, into: &features) }
    var sums = chunker.fewSums(features.hashes, count: features.count)
    let (tag, before, after) = (context.tag, context.before, context.after)
    let near = after << 9 | tag << 2 | context.chunk1
    let far = context.before2 << 9 | context.after2 << 2 | context.chunk2
    sums &+= memory.chunkTags.sums(1 << 63 | far << 32 | before << 24 | near) {
      features.clear()
      ChunkerFeatures.tags(context, into: &features)
      return chunker.fewSums(features.hashes, count: features.count)
    }
    if words[i].id > 0 {
      sums &+= memory.chunkOwn.sums(words[i].id << 24 | before << 16 | near) {
        features.clear()
        ChunkerFeatures.own(words[i], context, into: &features)
        return chunker.fewSums(features.hashes, count: features.count)
      }
    }
    if words[i - 1].id > 0 {
      sums &+= memory.chunkBefore.sums(words[i - 1].id << 8 | tag) {
        features.clear()
        ChunkerFeatures.before(words[i - 1], context, into: &features)
        return chunker.fewSums(features.hashes, count: features.count)
      }
    }
    if words[i + 1].id > 0 {
      sums &+= memory.chunkAfter.sums(words[i + 1].id << 16 | near) {
        features.clear()
        ChunkerFeatures.after(words[i + 1], context, into: &features)
        return chunker.fewSums(features.hashes, count: features.count)
      }
    }
    return sums
  }

  static func pad(_ tags: inout [UInt64]) {
    let end = tags.count
    tags[0] = ChunkerFeatures.padding.0
    tags[1] = ChunkerFeatures.padding.1
    tags[end - 2] = ChunkerFeatures.padding.2
    tags[end - 1] = ChunkerFeatures.padding.3
  }

  /// The best chunk tag that may stand there: inside only within a phrase.
  @inline(__always) static func bestChunk(
    _ sums: FeatureTable.FewSums, after chunk1: UInt64
  ) -> UInt64 {
    var best: UInt64 = 0
    var most = sums[0]
    if sums[1] > most { (best, most) = (1, sums[1]) }
    if chunk1 >= 2, sums[2] > most { best = 2 }
    return best
  }
}
