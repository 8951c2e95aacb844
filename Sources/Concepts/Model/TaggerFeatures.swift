/// The features that the part-of-speech tagger looks at.
///
/// Those of Collins-style perceptron taggers (words around, affixes, shape, the last two tags), with
/// what WordNet and the treebank know of the word, and clusters of words with like neighbours. They
/// come in groups by what they depend on: sums over a group are worth remembering. A feature's number
/// is part of its hash, so of the model.
enum TaggerFeatures {
  /// An empty list for these features.
  static let list = FeatureList(firstNumber: 1)

  /// Writes all features of token `i`, always in the same order: a table's slots depend on it.
  ///
  /// - Parameters:
  ///   - words: All tokens, with two paddings at both ends.
  ///   - i: The token's place in `words`.
  ///   - tag1: The number of the tag before, plus 2; 1 at the start.
  ///   - tag2: The one before that.
  ///   - out: Where they are added.
  @inline(__always) static func write(
    _ words: [WordFeatures], _ i: Int, _ tag1: UInt64, _ tag2: UInt64, into out: inout FeatureList
  ) {
    out.clear()
    own(words[i], tag1, into: &out)
    before(words[i - 1], tag1, into: &out)
    after(words[i + 1], tag1, into: &out)
    nextPair(words, i, into: &out)
    sets(words[i], words[i + 1], tag1, into: &out)
    before2(words[i - 2], into: &out)
    after2(words[i + 2], into: &out)
    tags(tag1, tag2, into: &out)
    pair(words, i, into: &out)
    clusters(words[i - 1], words[i], into: &out)
    sets(words, i, into: &out)
  }

  /// Those of the word itself and the tag before it.
  @inline(__always) static func own(
    _ word: WordFeatures, _ tag1: UInt64, into out: inout FeatureList
  ) {
    let forms = word.entry.forms.rawValue
    let ambiguity = word.entry.ambiguity
    out.add(0, 1)
    out.add(1, word.word)
    out.add(6, word.suffixes.0)
    out.add(7, word.suffixes.1)
    out.add(8, word.suffixes.2)
    out.add(9, word.suffixes.3)
    out.add(10, word.prefixes.0)
    out.add(11, word.prefixes.1)
    out.add(12, word.prefixes.2)
    out.add(13, word.shape)
    out.add(14, tag1)
    out.add(16, FeatureHash.mix(word.word, tag1))
    out.add(23, FeatureHash.mix(word.suffixes.2, tag1))
    out.add(24, FeatureHash.mix(word.shape, tag1))
    out.add(27, forms)
    out.add(28, forms << 8 | tag1)
    out.add(31, ambiguity)
    out.add(34, ambiguity << 8 | tag1)
    out.add(36, word.entry.cluster)
  }

  /// Those of the word before and its tag.
  @inline(__always) static func before(
    _ word: WordFeatures, _ tag1: UInt64, into out: inout FeatureList
  ) {
    out.add(2, word.word)
    out.add(17, FeatureHash.mix(word.word, tag1))
    out.add(18, word.suffixes.2)
    out.add(26, word.shape)
  }

  /// Those of the word after and the tag before.
  @inline(__always) static func after(
    _ word: WordFeatures, _ tag1: UInt64, into out: inout FeatureList
  ) {
    out.add(4, word.word)
    out.add(19, word.suffixes.2)
    out.add(22, FeatureHash.mix(word.word, tag1))
    out.add(25, word.shape)
    out.add(32, word.entry.ambiguity)
    out.add(37, word.entry.cluster)
  }

  /// That of the word with the one after it.
  @inline(__always) static func nextPair(
    _ words: [WordFeatures], _ i: Int, into out: inout FeatureList
  ) {
    out.add(21, FeatureHash.mix(words[i].word, words[i + 1].word))
  }

  /// Those of what is known of the word and of the one after it, and the tag before.
  @inline(__always) static func sets(
    _ word: WordFeatures, _ after: WordFeatures, _ tag1: UInt64, into out: inout FeatureList
  ) {
    let (forms, formsAfter) = (word.entry.forms.rawValue, after.entry.forms.rawValue)
    let ambiguities = word.entry.ambiguity << 16 | after.entry.ambiguity
    out.add(29, formsAfter << 8 | forms)
    out.add(30, forms << 24 | tag1 << 16 | formsAfter)
    out.add(33, ambiguities)
    out.add(35, ambiguities << 8 | tag1)
  }

  /// That of the word two places before.
  @inline(__always) static func before2(_ word: WordFeatures, into out: inout FeatureList) {
    out.add(3, word.word)
  }

  /// That of the word two places behind.
  @inline(__always) static func after2(_ word: WordFeatures, into out: inout FeatureList) {
    out.add(5, word.word)
  }

  /// That of the last two tags.
  @inline(__always) static func tags(
    _ tag1: UInt64, _ tag2: UInt64, into out: inout FeatureList
  ) {
    out.add(15, tag1 << 8 | tag2)
  }

  /// That of the word with the one before it.
  @inline(__always) static func pair(
    _ words: [WordFeatures], _ i: Int, into out: inout FeatureList
  ) {
    out.add(20, FeatureHash.mix(words[i].word, words[i - 1].word))
  }

  /// That of the clusters of the word and the one before it.
  @inline(__always) static func clusters(
    _ before: WordFeatures, _ word: WordFeatures, into out: inout FeatureList
  ) {
    out.add(38, before.entry.cluster << 20 | word.entry.cluster)
  }

  /// Those of what is known of the words around.
  @inline(__always) static func sets(
    _ words: [WordFeatures], _ i: Int, into out: inout FeatureList
  ) {
    let (before, entry, after) = (words[i - 1].entry, words[i].entry, words[i + 1].entry)
    out.add(39, (after.ambiguity << 16 | words[i + 2].entry.ambiguity) << 16 | entry.ambiguity)
    out.add(
      40, before.forms.rawValue << 16 | entry.forms.rawValue << 8 | after.forms.rawValue)
  }
}
