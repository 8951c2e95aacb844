import Codecs

extension CaptionModelTrainer.Sources {
  /// Most bytes of a training file.
  static let fileBytesMax = 256 << 20

  /// Reads the training files, each plain or gzip.
  ///
  /// - Parameters:
  ///   - treebank: CoNLL-U of Universal Dependencies.
  ///   - brackets: Captions with bracketed noun phrases.
  ///   - clusters: `word<TAB>cluster` lines.
  ///   - wordNet: The `dict` folder of WordNet 3.0, `/usr/share/wordnet` on Debian.
  /// - Returns: The sources.
  /// - Throws: When a file cannot be read.
  public static func files(
    treebank: String, brackets: String, clusters: String, wordNet: String
  ) throws -> CaptionModelTrainer.Sources {
    var texts: [String: String] = [:]
    for name in CaptionModelTrainer.wordNetFiles {
      texts[name] = try text("\(wordNet)/\(name)")
    }
    return CaptionModelTrainer.Sources(
      treebank: (treebank, try text(treebank)), brackets: (brackets, try text(brackets)),
      clusters: (clusters, try text(clusters)), wordNet: texts)
  }

  /// The text of a file, plain or gzip; bytes that are no UTF-8 are replaced.
  public static func text(_ path: String) throws -> String {
    let bytes = try readFile(path, bytesMax: fileBytesMax)
    guard bytes.starts(with: [0x1f, 0x8b]) else { return String(decoding: bytes, as: UTF8.self) }
    let content = try GzipReader(path: path, contentBytesMax: fileBytesMax).readAll()
    return String(decoding: content, as: UTF8.self)
  }
}
