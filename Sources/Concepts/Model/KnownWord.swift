/// A token's word with what does not depend on the caption around it.
///
/// An object, because the captions that have the word only point to it.
final class KnownWord: Sendable {
  /// What the tagger and the chunker see.
  let features: WordFeatures
  /// The word, normalised.
  let text: String
  /// Its singular as a noun.
  let lemma: String
  /// The closed lists that it is on.
  let lists: WordLists.Membership

  /// Looks a word up.
  ///
  /// - Parameters:
  ///   - text: The caption's text.
  ///   - range: The word's bytes; at least one.
  ///   - ignoresCase: Whether case tells nothing in this caption.
  ///   - model: What is known of words.
  ///   - id: The word's number; 0 for none.
  init(
    _ text: CaptionText, _ range: Range<Int>, ignoresCase: Bool, _ model: CaptionModel,
    id: UInt64 = 0
  ) {
    var features = WordFeatures(text.bytes, range, isUpper: text.isUpper, words: model.words)
    if ignoresCase { features.shape &= ~WordFeatures.caseBits }
    features.id = id
    let word = String(decoding: text.bytes[range], as: UTF8.self)
    lemma =
      features.entry.bits != 0
      ? model.lemma(of: word, features.entry) : Lemmatizer.ending(word)
    lists = WordLists.Membership(of: word, hash: features.word)
    self.text = word
    self.features = features
  }
}
