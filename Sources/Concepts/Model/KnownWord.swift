/// A token's word with what does not depend on the caption around it.
struct KnownWord: Sendable {
  /// What the tagger and the chunker see.
  var features: WordFeatures
  /// The word, normalised.
  var text: String
  /// Its singular as a noun.
  var lemma: String
  /// The closed lists that it is on.
  var lists: WordLists.Membership

  /// Looks a word up.
  ///
  /// - Parameters:
  ///   - text: The caption's text.
  ///   - range: The word's bytes; at least one.
  ///   - ignoresCase: Whether case tells nothing in this caption.
  ///   - model: What is known of words.
  init(_ text: CaptionText, _ range: Range<Int>, ignoresCase: Bool, _ model: CaptionModel) {
    features = WordFeatures(text.bytes, range, isUpper: text.isUpper, words: model.words)
    if ignoresCase { features.shape &= ~WordFeatures.caseBits }
    self.text = String(decoding: text.bytes[range], as: UTF8.self)
    lemma =
      features.entry.bits != 0
      ? model.lemma(of: self.text, features.entry) : Lemmatizer.ending(self.text)
    lists = WordLists.Membership(of: self.text, hash: features.word)
  }
}
