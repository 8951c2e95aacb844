/// The features that the part-of-speech tagger looks at.
///
/// Those of Collins-style perceptron taggers (words around, affixes, shape, the last two tags), with
/// what WordNet and the treebank know of the word, and clusters of words with like neighbours.
enum TaggerFeatures {
  /// Number of features of a token.
  static let count = 41

  /// Writes the features of token `i`.
  ///
  /// - Parameters:
  ///   - words: All tokens, with two paddings at both ends.
  ///   - i: The token's place in `words`.
  ///   - tag1: The number of the tag before, plus 2; 1 at the start.
  ///   - tag2: The one before that.
  ///   - out: At least `count` places.
  @inline(__always) static func write(
    _ words: [WordFeatures], _ i: Int, _ tag1: UInt64, _ tag2: UInt64, into out: inout [UInt64]
  ) {
    let word = words[i]
    let before = words[i - 1]
    let before2 = words[i - 2]
    let after = words[i + 1]
    let after2 = words[i + 2]
    let mix = FeatureHash.mix
    let forms = word.entry.forms.rawValue
    let ambiguity = word.entry.ambiguity
    var next = 0
    @inline(__always) func add(_ value: UInt64) {
      out[next] = FeatureHash.mix(value, UInt64(next + 1) &* 0x517c_c1b7_2722_0a95)
      next += 1
    }
    add(1)
    add(word.word)
    add(before.word)
    add(before2.word)
    add(after.word)
    add(after2.word)
    add(word.suffixes.0)
    add(word.suffixes.1)
    add(word.suffixes.2)
    add(word.suffixes.3)
    add(word.prefixes.0)
    add(word.prefixes.1)
    add(word.prefixes.2)
    add(word.shape)
    add(tag1)
    add(tag1 << 8 | tag2)
    add(mix(word.word, tag1))
    add(mix(before.word, tag1))
    add(before.suffixes.2)
    add(after.suffixes.2)
    add(mix(word.word, before.word))
    add(mix(word.word, after.word))
    add(mix(after.word, tag1))
    add(mix(word.suffixes.2, tag1))
    add(mix(word.shape, tag1))
    add(after.shape)
    add(before.shape)
    add(forms)
    add(forms << 8 | tag1)
    add(after.entry.forms.rawValue << 8 | forms)
    add(forms << 24 | tag1 << 16 | after.entry.forms.rawValue)
    add(ambiguity)
    add(after.entry.ambiguity)
    add(ambiguity << 16 | after.entry.ambiguity)
    add(ambiguity << 8 | tag1)
    add((ambiguity << 16 | after.entry.ambiguity) << 8 | tag1)
    add(word.entry.cluster)
    add(after.entry.cluster)
    add(before.entry.cluster << 20 | word.entry.cluster)
    add((after.entry.ambiguity << 16 | after2.entry.ambiguity) << 16 | ambiguity)
    add(before.entry.forms.rawValue << 16 | forms << 8 | after.entry.forms.rawValue)
  }
}
