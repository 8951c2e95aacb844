import Records

/// CLIP's byte-level BPE tokeniser.
///
/// Names of special tokens in a text (`<|endoftext|>`) are text like any other: captions come from
/// strangers, and an end inside a text would cut what the tower reads.
public struct CLIPTokenizer: TextTokenizing {
  /// Number of ids in every encoded text at most, with start and end.
  public let contextLength: Int
  /// How texts are cleaned first.
  public let cleaning: TextCleaning
  let vocabulary: BytePairVocabulary

  /// Reads the vocabulary that a checkpoint folder has: `vocab.json` with `merges.txt`,
  /// `tokenizer.json`, or `bpe_simple_vocab_16e6.txt`, plain or `.gz`.
  ///
  /// - Throws: `TokenizerError`.
  public init(folder: String, contextLength: Int = 77, cleaning: TextCleaning = .openCLIP) throws {
    guard contextLength >= 3 else { throw TokenizerError.contextTooShort(contextLength) }
    self.contextLength = contextLength
    self.cleaning = cleaning
    self.vocabulary = try BytePairVocabulary(folder: folder)
  }

  /// Reads the folder's vocabulary, which must be that of `model`.
  ///
  /// - Throws: `TokenizerError`, `otherModel` for a vocabulary of another size or end.
  public init(folder: String, for model: CLIPModel, cleaning: TextCleaning = .openCLIP) throws {
    try self.init(folder: folder, contextLength: model.context, cleaning: cleaning)
    try vocabulary.check(fits: model.vocabularySize, endID: model.endOfTextID)
  }

  /// Reads the folder's vocabulary, which must be that of a text tower of `vocabularySize` ids and
  /// `contextLength` positions.
  ///
  /// - Throws: `TokenizerError`, `otherModel` for a vocabulary of another size.
  public init(
    folder: String, contextLength: Int, vocabularySize: Int, cleaning: TextCleaning
  ) throws {
    try self.init(folder: folder, contextLength: contextLength, cleaning: cleaning)
    try vocabulary.check(fits: vocabularySize, endID: nil)
  }

  /// Id of the start of every text.
  public var startID: Int32 { vocabulary.start }

  /// Id of the end of every text, at which the text tower's output is taken.
  public var endID: Int32 { vocabulary.end }

  /// Encodes a text: start, tokens, end, without padding.
  ///
  /// Too long a text is cut so that the end stays the last of `contextLength` ids, and says so.
  public func encode(_ text: String) -> TokenizedText {
    var ids = [vocabulary.start]
    var splitter = WordSplitter(cleaning.clean(text))
    var symbols: [Int32] = []
    // One more than fits is enough to know that the text is too long.
    while ids.count < contextLength, let piece = splitter.piece() {
      symbols.removeAll(keepingCapacity: true)
      var final: UInt8 = 0
      for scalar in piece {
        for byte in scalar.utf8 {
          symbols.append(vocabulary.innerBytes[Int(byte)])
          final = byte
        }
      }
      symbols[symbols.count - 1] = vocabulary.finalBytes[Int(final)]
      vocabulary.merger.merge(&symbols)
      ids.append(contentsOf: symbols)
    }
    let isTruncated = ids.count > contextLength - 1
    if isTruncated { ids.removeLast(ids.count - (contextLength - 1)) }
    ids.append(vocabulary.end)
    return TokenizedText(ids: ids, isTruncated: isTruncated)
  }
}
