/// The features that the noun-phrase chunker looks at: tags around, words, its last two answers.
///
/// They come in groups by what they depend on, as the tagger's do.
enum ChunkerFeatures {
  /// An empty list for these features.
  static let list = FeatureList(firstNumber: 1001)

  /// Tags of the two paddings at each end.
  static let padding: (UInt64, UInt64, UInt64, UInt64) = (100, 101, 102, 103)

  /// The tags around a token and the answers before it.
  struct Context {
    /// The token's tag.
    var tag: UInt64
    /// The tags one and two before.
    var before: UInt64
    var before2: UInt64
    /// The tags one and two behind.
    var after: UInt64
    var after2: UInt64
    /// The number of the chunk tag before, plus 1; 0 at the start.
    var chunk1: UInt64
    /// The one before that.
    var chunk2: UInt64

    /// The context of token `i`; `tags` has two paddings at both ends.
    @inline(__always) init(_ tags: [UInt64], _ i: Int, _ chunk1: UInt64, _ chunk2: UInt64) {
      (tag, before, before2) = (tags[i], tags[i - 1], tags[i - 2])
      (after, after2) = (tags[i + 1], tags[i + 2])
      (self.chunk1, self.chunk2) = (chunk1, chunk2)
    }
  }

  /// Writes all features of token `i`, always in the same order; `words` has two paddings at both
  /// ends.
  @inline(__always) static func write(
    _ words: [WordFeatures], _ i: Int, _ context: Context, into out: inout FeatureList
  ) {
    out.clear()
    tags(context, into: &out)
    own(words[i], context, into: &out)
    before(words[i - 1], context, into: &out)
    after(words[i + 1], context, into: &out)
    pairs(words, i, into: &out)
    clusters(words[i], words[i + 1], context, into: &out)
  }

  /// Those of tags and answers alone.
  @inline(__always) static func tags(_ context: Context, into out: inout FeatureList) {
    let (tag, tagA, tagB) = (context.tag, context.before, context.before2)
    let (tagC, tagD) = (context.after, context.after2)
    let chunk1 = context.chunk1
    out.add(0, chunk1)
    out.add(1, tag)
    out.add(2, tagA)
    out.add(3, tagC)
    out.add(4, tagB)
    out.add(5, tagD)
    out.add(6, tag << 8 | tagA)
    out.add(7, tag << 8 | tagC)
    out.add(8, tag << 16 | tagA << 8 | tagC)
    out.add(9, tag << 16 | tagC << 8 | tagD)
    out.add(10, tagB << 16 | tagA << 8 | tag)
    out.add(11, tag << 8 | chunk1)
    out.add(12, tag << 16 | tagA << 8 | chunk1)
    out.add(13, tag << 16 | tagC << 8 | chunk1)
    out.add(14, tagA << 24 | tag << 16 | tagC << 8 | chunk1)
    out.add(15, chunk1 << 16 | context.chunk2 << 8 | tag)
    out.add(31, tag << 24 | tagC << 16 | tagD << 8 | chunk1)
    out.add(32, tagA << 32 | tagB << 24 | tag << 8 | chunk1)
  }

  /// Those of the word itself, the tags beside it and the answer before it.
  @inline(__always) static func own(
    _ word: WordFeatures, _ context: Context, into out: inout FeatureList
  ) {
    let (tag, tagC, chunk1) = (context.tag, context.after, context.chunk1)
    let forms = word.entry.forms.rawValue
    out.add(16, word.word)
    out.add(19, FeatureHash.mix(word.word, chunk1))
    out.add(20, FeatureHash.mix(word.word, context.before))
    out.add(21, FeatureHash.mix(word.word, tagC))
    out.add(26, FeatureHash.mix(word.suffixes.2, tagC))
    out.add(27, FeatureHash.mix(word.shape, tag))
    out.add(28, forms << 8 | tag)
    out.add(29, (forms << 16 | tag << 8 | tagC) << 8 | chunk1)
    out.add(33, FeatureHash.mix(word.word, tagC << 16 | chunk1))
    out.add(34, word.entry.cluster << 8 | chunk1)
  }

  /// Those of the word before and the token's tag.
  @inline(__always) static func before(
    _ word: WordFeatures, _ context: Context, into out: inout FeatureList
  ) {
    out.add(17, word.word)
    out.add(22, FeatureHash.mix(word.word, context.tag))
  }

  /// Those of the word after, both tags and the answer before.
  @inline(__always) static func after(
    _ word: WordFeatures, _ context: Context, into out: inout FeatureList
  ) {
    let (tag, tagC, chunk1) = (context.tag, context.after, context.chunk1)
    out.add(18, word.word)
    out.add(23, FeatureHash.mix(word.word, tag))
    out.add(30, (word.entry.forms.rawValue << 16 | tagC << 8 | tag) << 8 | chunk1)
  }

  /// Those of the word with the ones beside it.
  @inline(__always) static func pairs(
    _ words: [WordFeatures], _ i: Int, into out: inout FeatureList
  ) {
    out.add(24, FeatureHash.mix(words[i].word, words[i - 1].word))
    out.add(25, FeatureHash.mix(words[i].word, words[i + 1].word))
  }

  /// That of the clusters of the word and the one after it, and the answer before.
  @inline(__always) static func clusters(
    _ word: WordFeatures, _ after: WordFeatures, _ context: Context, into out: inout FeatureList
  ) {
    out.add(35, (word.entry.cluster << 8 | after.entry.cluster) << 8 | context.chunk1)
  }
}
