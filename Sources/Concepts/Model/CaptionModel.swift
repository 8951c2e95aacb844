public import Codecs
import Kernels

/// What the caption parser has learned: words, a part-of-speech tagger, a noun-phrase chunker.
///
/// Made by `CaptionModelTrainer` from a treebank, bracketed captions and WordNet; the same inputs
/// give the same bytes. An object, because the reading of every caption holds on to it.
public final class CaptionModel: Sendable {
  let words: WordTable
  let lemmaRules: [LemmaRule]
  let sequence: SequenceTagger
  /// The digest of the file that the model was read from; `nil` for the built-in one.
  public let digest: SHA256Digest?

  init(
    words: WordTable, lemmaRules: [LemmaRule], sequence: SequenceTagger,
    digest: SHA256Digest? = nil
  ) {
    self.words = words
    self.lemmaRules = lemmaRules
    self.sequence = sequence
    self.digest = digest
  }

  /// The singular of a word in lower case, which the table has as `entry`.
  func lemma(of word: String, _ entry: WordEntry) -> String {
    guard entry.lemmaRule > 0 else { return word }
    let rule = lemmaRules[Int(entry.lemmaRule) - 1]
    let stem = word.utf8.dropLast(Int(rule.dropped))
    return String(decoding: Array(stem), as: UTF8.self) + rule.ending
  }

  /// The features of tokens, with paddings, from words that are tokens already.
  func features(of tokens: [String]) -> [WordFeatures] {
    [.start, .start]
      + tokens.map { token in
        let lower = Array(token.lowercased().utf8)
        let bytes = Array(token.utf8)
        var isUpper = [UInt8](repeating: 0, count: lower.count)
        for (place, byte) in bytes.enumerated() where (0x41...0x5a).contains(byte) {
          if place < isUpper.count { isUpper[place] = 1 }
        }
        return WordFeatures(lower, 0..<lower.count, isUpper: isUpper, words: words)
      } + [.end, .end]
  }

  /// The tags of the tokens of a sentence.
  public func tags(of tokens: [String]) -> [PartOfSpeech] {
    let tags = sequence.tags(features(of: tokens))
    return tags[2..<(tags.count - 2)].map { PartOfSpeech.allCases[Int($0)] }
  }
}
