import Kernels

extension SequenceTagger {
  /// The chunk tags (0 outside, 1 begin, 2 inside) of the tokens, with two paddings at both ends.
  func chunks(
    _ words: [WordFeatures], _ tags: [UInt64], _ memory: inout ChunkerMemory
  ) -> [UInt64] {
    var chunks = [UInt64](repeating: 0, count: words.count)
    prepare(words, tags, &memory)
    var chunk1: UInt64 = 0
    var chunk2: UInt64 = 0
    for i in 2..<max(2, words.count - 2) {
      let context = ChunkerFeatures.Context(tags, i, chunk1, chunk2)
      let sums =
        Self.areNumbered(words, i)
        ? memory.sums[i - 2] &+ groupSums(words, i, context, &memory)
        : allSums(words, i, context, &memory)
      let best = Self.bestChunk(sums, after: chunk1)
      memory[lastChunk: context] = best
      chunks[i] = best
      chunk2 = chunk1
      chunk1 = best + 1
    }
    return chunks
  }

  /// Works out the sums of pairs of words, and of all other groups that are not remembered if answers
  /// are as they were last.
  private func prepare(_ words: [WordFeatures], _ tags: [UInt64], _ memory: inout ChunkerMemory) {
    let tokens = 2..<max(2, words.count - 2)
    forEachGuess(tags, tokens, &memory) { i, context, memory in
      memory.touch(ChunkerMemory.Keys(words, i, context))
    }
    memory.features.clear()
    memory.wanted.removeAll(keepingCapacity: true)
    for i in tokens {
      ChunkerFeatures.pairs(words, i, into: &memory.features)
      memory.features.endList()
    }
    forEachGuess(tags, tokens, &memory) { i, context, memory in
      if Self.areNumbered(words, i) { want(words, i, context, &memory) }
    }
    chunker.fewSums(ofEachOf: memory.features, into: &memory.sums)
    for (place, wanted) in memory.wanted.enumerated() {
      memory.remember(wanted.group, wanted.key, memory.sums[tokens.count + place])
    }
  }

  /// Calls `body` with the context of each token if answers are as they were last.
  @inline(__always) private func forEachGuess(
    _ tags: [UInt64], _ tokens: Range<Int>, _ memory: inout ChunkerMemory,
    _ body: (Int, ChunkerFeatures.Context, inout ChunkerMemory) -> Void
  ) {
    var chunk1: UInt64 = 0
    var chunk2: UInt64 = 0
    for i in tokens {
      let context = ChunkerFeatures.Context(tags, i, chunk1, chunk2)
      body(i, context, &memory)
      chunk2 = chunk1
      chunk1 = memory[lastChunk: context] + 1
    }
  }

  /// Adds the groups of a token that are not remembered to what is worked out.
  @inline(__always) private func want(
    _ words: [WordFeatures], _ i: Int, _ context: ChunkerFeatures.Context,
    _ memory: inout ChunkerMemory
  ) {
    let keys = ChunkerMemory.Keys(words, i, context)
    if memory.tags.holder(of: keys.tags) != keys.tags {
      ChunkerFeatures.tags(context, into: &memory.features)
      memory.want(.tags, keys.tags)
    }
    if memory.own.holder(of: keys.own) != keys.own {
      ChunkerFeatures.own(words[i], context, into: &memory.features)
      memory.want(.own, keys.own)
    }
    if memory.before.holder(of: keys.before) != keys.before {
      ChunkerFeatures.before(words[i - 1], context, into: &memory.features)
      memory.want(.before, keys.before)
    }
    if memory.after.holder(of: keys.after) != keys.after {
      ChunkerFeatures.after(words[i + 1], context, into: &memory.features)
      memory.want(.after, keys.after)
    }
    if memory.clusters.holder(of: keys.clusters) != keys.clusters {
      ChunkerFeatures.clusters(words[i], words[i + 1], context, into: &memory.features)
      memory.want(.clusters, keys.clusters)
    }
  }

  /// The sums of the groups that are remembered.
  @inline(__always) private func groupSums(
    _ words: [WordFeatures], _ i: Int, _ context: ChunkerFeatures.Context,
    _ memory: inout ChunkerMemory
  ) -> FeatureTable.FewSums {
    let keys = ChunkerMemory.Keys(words, i, context)
    var sums = group(&memory.tags, keys.tags, &memory.features) {
      ChunkerFeatures.tags(context, into: &$0)
    }
    sums &+= group(&memory.own, keys.own, &memory.features) {
      ChunkerFeatures.own(words[i], context, into: &$0)
    }
    sums &+= group(&memory.before, keys.before, &memory.features) {
      ChunkerFeatures.before(words[i - 1], context, into: &$0)
    }
    sums &+= group(&memory.after, keys.after, &memory.features) {
      ChunkerFeatures.after(words[i + 1], context, into: &$0)
    }
    sums &+= group(&memory.clusters, keys.clusters, &memory.features) {
      ChunkerFeatures.clusters(words[i], words[i + 1], context, into: &$0)
    }
    return sums
  }

  /// The sums of a group: remembered, or those of the features that `write` adds.
  @inline(__always) private func group(
    _ memory: inout SumMemory<FeatureTable.FewSums>, _ key: UInt64,
    _ features: inout FeatureList, _ write: (inout FeatureList) -> Void
  ) -> FeatureTable.FewSums {
    memory.sums(key) {
      features.clear()
      write(&features)
      return chunker.fewSums(features)
    }
  }

  private func allSums(
    _ words: [WordFeatures], _ i: Int, _ context: ChunkerFeatures.Context,
    _ memory: inout ChunkerMemory
  ) -> FeatureTable.FewSums {
    ChunkerFeatures.write(words, i, context, into: &memory.features)
    return chunker.fewSums(memory.features)
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
