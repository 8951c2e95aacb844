/// Sentences of a treebank in the CoNLL-U format of Universal Dependencies.
struct Treebank: Sendable {
  /// A word of a sentence.
  struct Word: Hashable, Sendable {
    var form: String
    var tag: PartOfSpeech
    /// Place of the word that it depends on; -1 for the root.
    var head: Int
    var relation: Substring
    var isRelativePronoun: Bool
  }

  /// The sentences, in the order of the file.
  private(set) var sentences: [[Word]] = []

  /// Reads a file's text; throws on a line that is no word of CoNLL-U.
  init(conllu text: String, path: String) throws {
    var words: [Word] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if line.isEmpty || line == "\r" {
        if !words.isEmpty { sentences.append(words) }
        words = []
        continue
      }
      if line.hasPrefix("#") { continue }
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      // `8-9` is a token of two words, `8.1` an empty node: neither is a word.
      guard let first = fields.first, Int(first) != nil else { continue }
      guard fields.count == 10, let tag = PartOfSpeech(rawValue: String(fields[3])),
        let head = Int(fields[6])
      else {
        throw TrainingError.badLine(
          path: path, line: number + 1, expected: "10 fields with a UPOS tag and a head")
      }
      words.append(
        Word(
          form: String(fields[1]), tag: tag, head: head - 1, relation: fields[7],
          isRelativePronoun: fields[5].contains("PronType=Rel")))
    }
    if !words.isEmpty { sentences.append(words) }
    guard !sentences.isEmpty else { throw TrainingError.empty(path: path, what: "sentence") }
  }
}
