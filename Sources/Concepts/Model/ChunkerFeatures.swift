/// The features that the noun-phrase chunker looks at: tags around, words, its last two answers.
enum ChunkerFeatures {
  /// Number of features of a token.
  static let count = 36

  /// Tags of the two paddings at each end.
  static let padding: (UInt64, UInt64, UInt64, UInt64) = (100, 101, 102, 103)

  /// Writes the features of token `i`.
  ///
  /// - Parameters:
  ///   - words: All tokens, with two paddings at both ends.
  ///   - tags: Their tags, with two paddings at both ends.
  ///   - i: The token's place in `words` and `tags`.
  ///   - chunk1: The number of the chunk tag before, plus 1; 0 at the start.
  ///   - chunk2: The one before that.
  ///   - out: At least `count` places.
  @inline(__always) static func write(
    _ words: [WordFeatures], _ tags: [UInt64], _ i: Int, _ chunk1: UInt64, _ chunk2: UInt64,
    into out: inout [UInt64]
  ) {
    let word = words[i]
    let before = words[i - 1].word
    let after = words[i + 1]
    let (tag, tagA, tagB) = (tags[i], tags[i - 1], tags[i - 2])
    let (tagC, tagD) = (tags[i + 1], tags[i + 2])
    let mix = FeatureHash.mix
    var next = 0
    @inline(__always) func add(_ value: UInt64) {
      out[next] = FeatureHash.mix(value, UInt64(next + 1001) &* 0x517c_c1b7_2722_0a95)
      next += 1
    }
    add(chunk1)
    add(tag)
    add(tagA)
    add(tagC)
    add(tagB)
    add(tagD)
    add(tag << 8 | tagA)
    add(tag << 8 | tagC)
    add(tag << 16 | tagA << 8 | tagC)
    add(tag << 16 | tagC << 8 | tagD)
    add(tagB << 16 | tagA << 8 | tag)
    add(tag << 8 | chunk1)
    add(tag << 16 | tagA << 8 | chunk1)
    add(tag << 16 | tagC << 8 | chunk1)
    add(tagA << 24 | tag << 16 | tagC << 8 | chunk1)
    add(chunk1 << 16 | chunk2 << 8 | tag)
    add(word.word)
    add(before)
    add(after.word)
    add(mix(word.word, chunk1))
    add(mix(word.word, tagA))
    add(mix(word.word, tagC))
    add(mix(before, tag))
    add(mix(after.word, tag))
    add(mix(word.word, before))
    add(mix(word.word, after.word))
    add(mix(word.suffixes.2, tagC))
    add(mix(word.shape, tag))
    add(word.entry.forms.rawValue << 8 | tag)
    add((word.entry.forms.rawValue << 16 | tag << 8 | tagC) << 8 | chunk1)
    add((after.entry.forms.rawValue << 16 | tagC << 8 | tag) << 8 | chunk1)
    add(tag << 24 | tagC << 16 | tagD << 8 | chunk1)
    add(tagA << 32 | tagB << 24 | tag << 8 | chunk1)
    add(mix(word.word, tagC << 16 | chunk1))
    add(word.entry.cluster << 8 | chunk1)
    add((word.entry.cluster << 8 | after.entry.cluster) << 8 | chunk1)
  }
}
