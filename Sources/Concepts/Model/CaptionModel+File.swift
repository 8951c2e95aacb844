public import Codecs
import Kernels

/// The model's file: `PBXCAP01`, the size of the content as a UInt64, and a zstd frame of
///
///     counts                              8 x UInt64: word slots, word entries, lemma rules' bytes,
///                                         tagger slots, tagger weights, chunker slots, chunker
///                                         weights, 0
///     word slots, word entries            UInt64 each
///     lemma rules                         dropped bytes, length, ending; one after another
///     tagger slots UInt64, weights Int16  weights [rows, 17] and 32 zeros
///     chunker slots UInt64, weights Int16 weights [rows, 3] and 32 zeros
///
/// all little-endian. Hashes are those of `FeatureHash`, features those of `TaggerFeatures` and
/// `ChunkerFeatures`: the magic's number goes up when one of them changes.
extension CaptionModel {
  static let magic = Array("PBXCAP01".utf8)
  /// Most bytes of a model's file.
  public static let bytesMax = 64 << 20

  /// The file's bytes.
  public func encoded() throws -> [UInt8] {
    var rules: [UInt8] = []
    for rule in lemmaRules {
      rules += [rule.dropped, UInt8(rule.ending.utf8.count)] + Array(rule.ending.utf8)
    }
    let entries = words.entries.map(\.bits)
    let tagger = sequence.tagger
    let chunker = sequence.chunker
    let counts: [UInt64] = [
      words.slots.count, entries.count, rules.count, tagger.slots.count, tagger.weights.count,
      chunker.slots.count, chunker.weights.count, 0,
    ].map(UInt64.init)
    let content =
      LittleEndianColumn.bytes(of: counts) + LittleEndianColumn.bytes(of: words.slots)
      + LittleEndianColumn.bytes(of: entries) + rules
      + LittleEndianColumn.bytes(of: tagger.slots) + LittleEndianColumn.bytes(of: tagger.weights)
      + LittleEndianColumn.bytes(of: chunker.slots) + LittleEndianColumn.bytes(of: chunker.weights)
    return Self.magic + LittleEndianColumn.bytes(of: [UInt64(content.count)])
      + (try ZstdCompressor(level: 12).frame(of: content))
  }

  /// Reads a model's file.
  public convenience init(path: String) throws {
    let bytes = try readFile(path, bytesMax: Self.bytesMax)
    try self.init(
      bytes: bytes, path: path,
      digest: bytes == BuiltInModel.caption ? nil : SHA256Digest(of: bytes))
  }

  /// Reads a model's file from its bytes; `path` is for the error's text.
  public convenience init(
    bytes: [UInt8], path: String, digest: SHA256Digest? = nil
  ) throws {
    var header = SectionReader(bytes: bytes, next: Self.magic.count)
    guard bytes.starts(with: Self.magic), let size = header.values(1, as: UInt64.self)?.first,
      size <= UInt64(Self.bytesMax)
    else {
      throw TrainingError.badModel(path: path, problem: "it does not begin with PBXCAP01")
    }
    let content: [UInt8]
    do {
      content = try ZstdFrame.content(of: bytes[header.next...], contentSize: Int(size))
    } catch {
      throw TrainingError.badModel(path: path, problem: "\(error)")
    }
    var reader = SectionReader(bytes: content, next: 0)
    guard let counts = reader.values(8, as: UInt64.self)?.map({ Int(clamping: $0) }),
      let wordSlots = reader.values(counts[0], as: UInt64.self),
      let entries = reader.values(counts[1], as: UInt64.self),
      let ruleBytes = reader.values(counts[2], as: UInt8.self),
      let taggerSlots = reader.values(counts[3], as: UInt64.self),
      let taggerWeights = reader.values(counts[4], as: Int16.self),
      let chunkerSlots = reader.values(counts[5], as: UInt64.self),
      let chunkerWeights = reader.values(counts[6], as: Int16.self)
    else { throw TrainingError.badModel(path: path, problem: "it is cut short") }
    guard let rules = Self.lemmaRules(ruleBytes),
      let words = WordTable(slots: wordSlots, entries: entries.map(WordEntry.init(bits:))),
      let tagger = FeatureTable(
        classes: PartOfSpeech.allCases.count, slots: taggerSlots, weights: taggerWeights),
      let chunker = FeatureTable(classes: 3, slots: chunkerSlots, weights: chunkerWeights),
      words.entries.allSatisfy({
        $0.lemmaRule <= UInt64(rules.count) && $0.onlyTag <= UInt64(tagger.classes)
      })
    else { throw TrainingError.badModel(path: path, problem: "its tables do not fit together") }
    self.init(
      words: words, lemmaRules: rules,
      sequence: SequenceTagger(tagger: tagger, chunker: chunker), digest: digest)
  }

  private static func lemmaRules(_ bytes: [UInt8]) -> [LemmaRule]? {
    var rules: [LemmaRule] = []
    var next = 0
    while next < bytes.count {
      guard next + 2 <= bytes.count, next + 2 + Int(bytes[next + 1]) <= bytes.count else {
        return nil
      }
      let end = next + 2 + Int(bytes[next + 1])
      let ending = String(decoding: bytes[(next + 2)..<end], as: UTF8.self)
      rules.append(LemmaRule(dropped: bytes[next], ending: ending))
      next = end
    }
    return rules
  }
}

/// Reads arrays of numbers one after another.
private struct SectionReader {
  let bytes: [UInt8]
  var next: Int

  mutating func values<Element: ColumnElement>(_ count: Int, as type: Element.Type) -> [Element]? {
    let size = MemoryLayout<Element>.size
    guard count >= 0, count <= (bytes.count - next) / size else { return nil }
    defer { next += count * size }
    return LittleEndianColumn.values(of: bytes[next..<(next + count * size)])
  }
}
