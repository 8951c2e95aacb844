import Kernels

/// Sums of the chunker's groups of features (`ChunkerFeatures`) that were worked out before.
struct ChunkerMemory: Sendable {
  /// By the tags around and the last two answers.
  var tags = SumMemory(bits: 15, empty: FeatureTable.FewSums())
  /// By the word's number, tags and the last answer.
  var own = SumMemory(bits: 16, empty: FeatureTable.FewSums())
  var before = SumMemory(bits: 13, empty: FeatureTable.FewSums())
  var after = SumMemory(bits: 15, empty: FeatureTable.FewSums())
  /// By the clusters of two words and the last answer.
  var clusters = SumMemory(bits: 13, empty: FeatureTable.FewSums())

  /// The answer that three tags had last.
  private var lastChunks = [UInt8](repeating: 0, count: 1 << 12)
  /// Features that are worked out together, and their sums.
  var features = ChunkerFeatures.list
  var sums: [FeatureTable.FewSums] = []
  /// What the last lists of `features` are remembered as.
  var wanted: [(group: Group, key: UInt64)] = []
  /// What was asked for to bring it near; means nothing.
  var touched: UInt64 = 0

  /// The answer that the tags around a token had last.
  @inline(__always) subscript(lastChunk context: ChunkerFeatures.Context) -> UInt64 {
    get { UInt64(lastChunks[Self.place(of: context)]) }
    set { lastChunks[Self.place(of: context)] = UInt8(truncatingIfNeeded: newValue) }
  }

  @inline(__always) private static func place(of context: ChunkerFeatures.Context) -> Int {
    let mixed = context.tag &* 37 &+ context.before &* 1021 &+ context.after &* 331
    return Int(truncatingIfNeeded: mixed & 0xfff)
  }

  /// The memories.
  enum Group: Sendable {
    case tags, own, before, after, clusters
  }

  /// Ends a list of features whose sums are to be remembered.
  @inline(__always) mutating func want(_ group: Group, _ key: UInt64) {
    features.endList()
    wanted.append((group, key))
  }

  /// Remembers the sums of a group.
  mutating func remember(_ group: Group, _ key: UInt64, _ sums: FeatureTable.FewSums) {
    switch group {
    case .tags: tags[key] = sums
    case .own: own[key] = sums
    case .before: before[key] = sums
    case .after: after[key] = sums
    case .clusters: clusters[key] = sums
    }
  }

  /// What the sums of a token's groups are remembered by; never 0.
  struct Keys {
    let tags, own, before, after, clusters: UInt64

    @inline(__always) init(
      _ words: [WordFeatures], _ i: Int, _ context: ChunkerFeatures.Context
    ) {
      let near = context.after << 9 | context.tag << 2 | context.chunk1
      let far = context.before2 << 9 | context.after2 << 2 | context.chunk2
      tags = 1 << 63 | far << 32 | context.before << 24 | near
      own = words[i].id << 24 | context.before << 16 | near
      before = words[i - 1].id << 8 | context.tag
      after = words[i + 1].id << 16 | near
      clusters =
        1 << 63 | words[i].entry.cluster << 16 | words[i + 1].entry.cluster << 8 | context.chunk1
    }
  }

  /// Brings the places of keys near.
  @inline(__always) mutating func touch(_ keys: Keys) {
    touched ^= tags.holder(of: keys.tags) ^ own.holder(of: keys.own)
    touched ^= before.holder(of: keys.before) ^ after.holder(of: keys.after)
    touched ^= clusters.holder(of: keys.clusters)
  }
}
