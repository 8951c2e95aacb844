import Kernels

/// Tags sequences from left to right with two feature tables; reads words, writes tags and chunks.
///
/// A feature's weights lie somewhere in megabytes, so most of the time would go into waiting for
/// memory. Sums of groups of features that come back are remembered; the rest, pairs of words, are
/// worked out for a whole caption at once; and what will be asked for is brought near before, by
/// guesses of the answers. A wrong guess costs time: answers come from exact keys alone.
struct SequenceTagger: Sendable {
  let tagger: FeatureTable
  let chunker: FeatureTable
  /// What was worked out for captions before; shared by copies.
  let memories = CaptionMemories()

  /// `tags` with any memory.
  func tags(_ words: [WordFeatures]) -> [UInt64] {
    memories.withMemory { tags(words, &$0.tagger) }
  }

  /// `chunks` with any memory.
  func chunks(_ words: [WordFeatures], _ tags: [UInt64]) -> [UInt64] {
    memories.withMemory { chunks(words, tags, &$0.chunker) }
  }

  static func pad(_ tags: inout [UInt64]) {
    let end = tags.count
    tags[0] = ChunkerFeatures.padding.0
    tags[1] = ChunkerFeatures.padding.1
    tags[end - 2] = ChunkerFeatures.padding.2
    tags[end - 1] = ChunkerFeatures.padding.3
  }

  /// Whether sums around the token at `i` can be remembered.
  @inline(__always) static func areNumbered(_ words: [WordFeatures], _ i: Int) -> Bool {
    words[i].id > 0 && words[i - 1].id > 0 && words[i + 1].id > 0 && words[i - 2].id > 0
      && words[i + 2].id > 0
  }
}

extension FeatureTable {
  /// The sums of a list's features.
  @inline(__always) func sums(_ features: borrowing FeatureList) -> Sums {
    sums(features.hashes.span, count: features.count)
  }

  /// The sums of all lists.
  @inline(__always) func sums(
    ofEachOf lists: borrowing FeatureList, into sums: inout [Sums]
  ) {
    self.sums(lists.hashes.span, ends: lists.ends.span, into: &sums)
  }

  /// The sums of all lists in a table of at most 4 classes.
  @inline(__always) func fewSums(
    ofEachOf lists: borrowing FeatureList, into sums: inout [FewSums]
  ) {
    fewSums(lists.hashes.span, ends: lists.ends.span, into: &sums)
  }

  /// `sums` of a table of at most 4 classes.
  @inline(__always) func fewSums(_ features: borrowing FeatureList) -> FewSums {
    fewSums(features.hashes.span, count: features.count)
  }
}
