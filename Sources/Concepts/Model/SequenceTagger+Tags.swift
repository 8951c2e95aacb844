import Kernels

extension SequenceTagger {
  /// The tags of the tokens between the paddings of `words`, with two paddings at both ends.
  ///
  /// Sums around words without a number (`WordFeatures.id`) are not remembered; numbers are the
  /// memory's own.
  func tags(_ words: [WordFeatures], _ memory: inout TaggerMemory) -> [UInt64] {
    var tags = [UInt64](repeating: 0, count: words.count)
    Self.pad(&tags)
    let tokens = 2..<max(2, words.count - 2)
    for i in tokens {
      let only = words[i].entry.onlyTag
      tags[i] = only > 0 ? only - 1 : memory[lastTag: words[i].id]
    }
    prepare(words, tags, &memory)
    var tag1: UInt64 = 1
    var tag2: UInt64 = 0
    var list = 0
    for i in tokens {
      if words[i].entry.onlyTag == 0 {
        let sums =
          Self.areNumbered(words, i)
          ? memory.sums[list] &+ groupSums(words, i, tag1, tag2, &memory)
          : allSums(words, i, tag1, tag2, &memory)
        tags[i] = UInt64(FeatureTable.largest(of: sums, classes: tagger.classes))
        memory[lastTag: words[i].id] = tags[i]
        list += 1
      }
      tag2 = tag1
      tag1 = tags[i] + 2
    }
    return tags
  }

  /// Works out the sums of what no tag changes and seldom comes back, for each token that has to be
  /// looked at, and of all other groups that are not remembered if `tags` are right.
  private func prepare(_ words: [WordFeatures], _ tags: [UInt64], _ memory: inout TaggerMemory) {
    let tokens = 2..<max(2, words.count - 2)
    for i in tokens where words[i].entry.onlyTag == 0 {
      memory.touch(TaggerMemory.Keys(words, i, i == 2 ? 1 : tags[i - 1] + 2))
    }
    memory.features.clear()
    memory.wanted.removeAll(keepingCapacity: true)
    for i in tokens where words[i].entry.onlyTag == 0 {
      TaggerFeatures.pair(words, i, into: &memory.features)
      TaggerFeatures.nextPair(words, i, into: &memory.features)
      TaggerFeatures.sets(words, i, into: &memory.features)
      memory.features.endList()
    }
    let first = memory.features.ends.count
    for i in tokens where words[i].entry.onlyTag == 0 && Self.areNumbered(words, i) {
      want(words, i, i == 2 ? 1 : tags[i - 1] + 2, &memory)
    }
    tagger.sums(ofEachOf: memory.features, into: &memory.sums)
    for (place, wanted) in memory.wanted.enumerated() {
      memory.remember(wanted.group, wanted.key, memory.sums[first + place])
    }
  }

  /// Adds the groups of a token that are not remembered to what is worked out.
  @inline(__always) private func want(
    _ words: [WordFeatures], _ i: Int, _ tag1: UInt64, _ memory: inout TaggerMemory
  ) {
    let keys = TaggerMemory.Keys(words, i, tag1)
    if memory.own.holder(of: keys.own) != keys.own {
      TaggerFeatures.own(words[i], tag1, into: &memory.features)
      memory.want(.own, keys.own)
    }
    if memory.before.holder(of: keys.before) != keys.before {
      TaggerFeatures.before(words[i - 1], tag1, into: &memory.features)
      memory.want(.before, keys.before)
    }
    if memory.after.holder(of: keys.after) != keys.after {
      TaggerFeatures.after(words[i + 1], tag1, into: &memory.features)
      memory.want(.after, keys.after)
    }
    if memory.before2.holder(of: keys.before2) != keys.before2 {
      TaggerFeatures.before2(words[i - 2], into: &memory.features)
      memory.want(.before2, keys.before2)
    }
    if memory.after2.holder(of: keys.after2) != keys.after2 {
      TaggerFeatures.after2(words[i + 2], into: &memory.features)
      memory.want(.after2, keys.after2)
    }
    if memory.sets.holder(of: keys.sets) != keys.sets {
      TaggerFeatures.sets(words[i], words[i + 1], tag1, into: &memory.features)
      memory.want(.sets, keys.sets)
    }
    if memory.clusters.holder(of: keys.clusters) != keys.clusters {
      TaggerFeatures.clusters(words[i - 1], words[i], into: &memory.features)
      memory.want(.clusters, keys.clusters)
    }
  }

  /// The sums of the groups that are remembered.
  @inline(__always) private func groupSums(
    _ words: [WordFeatures], _ i: Int, _ tag1: UInt64, _ tag2: UInt64,
    _ memory: inout TaggerMemory
  ) -> FeatureTable.Sums {
    let keys = TaggerMemory.Keys(words, i, tag1)
    var sums = group(&memory.own, keys.own, &memory.features) {
      TaggerFeatures.own(words[i], tag1, into: &$0)
    }
    sums &+= group(&memory.before, keys.before, &memory.features) {
      TaggerFeatures.before(words[i - 1], tag1, into: &$0)
    }
    sums &+= group(&memory.after, keys.after, &memory.features) {
      TaggerFeatures.after(words[i + 1], tag1, into: &$0)
    }
    sums &+= group(&memory.before2, keys.before2, &memory.features) {
      TaggerFeatures.before2(words[i - 2], into: &$0)
    }
    sums &+= group(&memory.after2, keys.after2, &memory.features) {
      TaggerFeatures.after2(words[i + 2], into: &$0)
    }
    sums &+= group(&memory.sets, keys.sets, &memory.features) {
      TaggerFeatures.sets(words[i], words[i + 1], tag1, into: &$0)
    }
    sums &+= group(&memory.clusters, keys.clusters, &memory.features) {
      TaggerFeatures.clusters(words[i - 1], words[i], into: &$0)
    }
    sums &+= group(&memory.tags, 1 << 63 | tag1 << 8 | tag2, &memory.features) {
      TaggerFeatures.tags(tag1, tag2, into: &$0)
    }
    return sums
  }

  /// The sums of a group: remembered, or those of the features that `write` adds.
  @inline(__always) private func group(
    _ memory: inout SumMemory<FeatureTable.Sums>, _ key: UInt64, _ features: inout FeatureList,
    _ write: (inout FeatureList) -> Void
  ) -> FeatureTable.Sums {
    memory.sums(key) {
      features.clear()
      write(&features)
      return tagger.sums(features)
    }
  }

  private func allSums(
    _ words: [WordFeatures], _ i: Int, _ tag1: UInt64, _ tag2: UInt64,
    _ memory: inout TaggerMemory
  ) -> FeatureTable.Sums {
    TaggerFeatures.write(words, i, tag1, tag2, into: &memory.features)
    return tagger.sums(memory.features)
  }
}
