import Records

/// Counts parsed captions for a pool: one worker's share of a corpus.
///
/// Counters add up through their files: `write` makes a sorted run, `CountMerge` joins runs. What is
/// counted: names with their captions, images, spellings and first caption; longer names that the
/// corpus may turn out to use; modifiers and heads, for their mutual information; uses of words, for
/// the noun rate.
public struct ConceptCounter: Sendable {
  private var table = CountTable()
  private var account = CountAccount()
  private let synonyms: [String: String]
  private var captionNumber = 0
  private var key: [UInt8] = []

  /// Creates an empty counter; names in `synonyms` are counted under the name they map to.
  public init(synonyms: [String: String] = [:]) {
    self.synonyms = synonyms
  }

  /// Bytes of memory taken.
  public var bytes: Int { table.bytes }
  /// Whether nothing was counted since the last `write`.
  public var isEmpty: Bool { account.captions == 0 }

  /// Makes room for `bytes` bytes.
  public mutating func reserve(bytes: Int) {
    table.reserve(bytes: bytes)
  }

  /// Counts one caption with what the parser found in it.
  ///
  /// `image` is a name that tells the caption's image from all others of the corpus, in canonical
  /// bytes; `nil` when it belongs to none and is a document of its own. `place` is where the caption
  /// stands; a counter gets its captions in ascending order.
  public mutating func add(
    _ caption: String, parsed: ParsedCaption, image: [UInt8]?, place: CaptionPlace
  ) {
    captionNumber += 1
    account.add(parsed, caption, place)
    if image == nil { account.captionsWithoutImage += 1 }
    let hash = image.map(CountKey.imageHash)
    CountKey.counts(.corpus, [], .concept, into: &key)
    table.addDocument(key, image: hash)
    for mention in parsed.mentions {
      let name = synonyms[mention.concept] ?? mention.concept
      add(name, .concept, mention, caption, hash, place)
      addPair(of: mention.concept, isMention: true)
    }
    for chain in parsed.chains {
      let kind: CountKey.Kind = chain.modifier == .noun ? .nounChain : .adjectiveChain
      let name = synonyms[chain.mention.concept] ?? chain.mention.concept
      add(name, kind, chain.mention, caption, hash, place)
      addPair(of: chain.mention.concept, isMention: false)
    }
    for use in parsed.words {
      CountKey.counts(.word, use.word.utf8, .concept, into: &key)
      table.add(key, captions: use.isNoun ? 1 : 0)
    }
  }

  private mutating func add(
    _ name: String, _ kind: CountKey.Kind, _ mention: ConceptMention, _ caption: String,
    _ image: UInt64?, _ place: CaptionPlace
  ) {
    CountKey.counts(.name, name.utf8, kind, into: &key)
    table.add(key, caption: captionNumber, image: image, place: place, text: caption)
    CountKey.makeSurface(Self.spelling(mention.surface), of: &key)
    table.add(key)
  }

  /// Counts the head of a mention, and the word before the head of a mention or a chain of two.
  private mutating func addPair(of name: String, isMention: Bool) {
    let words = name.utf8.split(separator: 0x20)
    guard let head = words.last else { return }
    if isMention {
      CountKey.counts(.head, head, .concept, into: &key)
      table.add(key)
    }
    guard isMention ? words.count >= 2 : words.count == 2 else { return }
    CountKey.counts(.modifier, words[words.count - 2], .concept, into: &key)
    table.add(key)
  }

  /// A spelling in lower case, cut at a scalar's border.
  private static func spelling(_ surface: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for byte in surface.utf8 {
      guard byte < 0x80, byte != 0 else {
        bytes = Array(surface.lowercased().utf8)
        break
      }
      bytes.append((0x41...0x5a).contains(byte) ? byte | 0x20 : byte)
    }
    guard bytes.count > CountKey.surfaceBytesMax else { return bytes }
    var end = CountKey.surfaceBytesMax
    while end > 0, bytes[end] & 0xc0 == 0x80 { end -= 1 }
    return Array(bytes[..<end])
  }

  /// Writes what was counted as a sorted run and empties the counter.
  ///
  /// - Throws: `FileError` when the disk is full or fails; the counter is as before then.
  public mutating func write(to path: String, _ summary: CountSummary) throws {
    var summary = summary
    summary.account = account
    let writer = try CountFileWriter(path: path, level: 1)
    try table.forEachSorted(writer.append)
    try writer.finish(summary)
    table.removeAll()
    account = CountAccount()
  }

  /// What was counted as a run in memory.
  mutating func run() -> (blocks: [[UInt8]], account: CountAccount) {
    var blocks: [[UInt8]] = []
    var encoder = CountBlockEncoder()
    table.forEachSorted { key, tag, record in
      encoder.append(key, tag, record)
      if encoder.isFull {
        blocks.append(encoder.bytes)
        encoder.reset()
      }
    }
    if !encoder.bytes.isEmpty { blocks.append(encoder.bytes) }
    return (blocks, account)
  }
}
