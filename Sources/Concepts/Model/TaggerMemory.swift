import Kernels

/// Sums of the tagger's groups of features (`TaggerFeatures`) that were worked out before.
struct TaggerMemory: Sendable {
  /// By the word's number and the tag before.
  var own = SumMemory(bits: 15, empty: FeatureTable.Sums())
  var before = SumMemory(bits: 13, empty: FeatureTable.Sums())
  var after = SumMemory(bits: 14, empty: FeatureTable.Sums())
  /// By the word's number.
  var before2 = SumMemory(bits: 12, empty: FeatureTable.Sums())
  var after2 = SumMemory(bits: 12, empty: FeatureTable.Sums())
  /// By what is known of two words and the tag before.
  var sets = SumMemory(bits: 14, empty: FeatureTable.Sums())
  /// By the clusters of two words.
  var clusters = SumMemory(bits: 11, empty: FeatureTable.Sums())
  /// By the last two tags.
  var tags = SumMemory(bits: 9, empty: FeatureTable.Sums())

  /// The tag that each word had last, by its number.
  private var lastTags = [UInt8](repeating: 0, count: 1 << 14)
  /// Features that are worked out together, and their sums.
  var features = TaggerFeatures.list
  var sums: [FeatureTable.Sums] = []
  /// What the last lists of `features` are remembered as.
  var wanted: [(group: Group, key: UInt64)] = []
  /// What was asked for to bring it near; means nothing.
  var touched: UInt64 = 0

  /// The tag that a word had last.
  @inline(__always) subscript(lastTag word: UInt64) -> UInt64 {
    get { UInt64(lastTags[Int(truncatingIfNeeded: word & 0x3fff)]) }
    set { lastTags[Int(truncatingIfNeeded: word & 0x3fff)] = UInt8(truncatingIfNeeded: newValue) }
  }

  /// The memories.
  enum Group: Sendable {
    case own, before, after, before2, after2, sets, clusters
  }

  /// Ends a list of features whose sums are to be remembered.
  @inline(__always) mutating func want(_ group: Group, _ key: UInt64) {
    features.endList()
    wanted.append((group, key))
  }

  /// Remembers the sums of a group.
  mutating func remember(_ group: Group, _ key: UInt64, _ sums: FeatureTable.Sums) {
    switch group {
    case .own: own[key] = sums
    case .before: before[key] = sums
    case .after: after[key] = sums
    case .before2: before2[key] = sums
    case .after2: after2[key] = sums
    case .sets: sets[key] = sums
    case .clusters: clusters[key] = sums
    }
  }

  /// What the sums of a token's groups are remembered by; never 0.
  struct Keys {
    let own, before, after, before2, after2, sets, clusters: UInt64

    @inline(__always) init(_ words: [WordFeatures], _ i: Int, _ tag1: UInt64) {
      own = words[i].id << 8 | tag1
      before = words[i - 1].id << 8 | tag1
      after = words[i + 1].id << 8 | tag1
      before2 = words[i - 2].id
      after2 = words[i + 2].id
      let (entry, next) = (words[i].entry, words[i + 1].entry)
      let forms = entry.forms.rawValue << 8 | next.forms.rawValue
      sets = 1 << 63 | (tag1 << 16 | forms) << 24 | entry.ambiguity << 12 | next.ambiguity
      clusters = 1 << 63 | words[i - 1].entry.cluster << 8 | entry.cluster
    }
  }

  /// Brings the places of keys near.
  @inline(__always) mutating func touch(_ keys: Keys) {
    touched ^= own.holder(of: keys.own) ^ before.holder(of: keys.before)
    touched ^= after.holder(of: keys.after) ^ before2.holder(of: keys.before2)
    touched ^= after2.holder(of: keys.after2) ^ sets.holder(of: keys.sets)
    touched ^= clusters.holder(of: keys.clusters)
  }
}
