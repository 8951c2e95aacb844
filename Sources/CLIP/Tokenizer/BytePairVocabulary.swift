/// The vocabulary of a byte-level BPE: ids of bytes, merges, start and end.
struct BytePairVocabulary: Sendable {
  /// Ids of the 256 bytes inside a word.
  let innerBytes: [Int32]
  /// Ids of the 256 bytes at the end of a word (`</w>`).
  let finalBytes: [Int32]
  /// The merges by pair of ids.
  let merger: BytePairMerger
  /// Id of the start of a text.
  let start: Int32
  /// Id of the end of a text.
  let end: Int32
  /// One more than the largest id.
  let size: Int
  /// The file that it was read from.
  let path: String

  private static let startNames = ["<|startoftext|>", "<start_of_text>"]
  private static let endNames = ["<|endoftext|>", "<end_of_text>"]

  /// Builds a vocabulary from token ids and merges in rank order; `path` is for messages.
  ///
  /// - Throws: `TokenizerError.malformed` when a byte, a merge's part, start or end has no id, or an
  ///   id is below 0.
  init(ids: [String: Int32], merges: [(first: String, second: String)], path: String) throws {
    if let negative = ids.first(where: { $0.value < 0 }) {
      throw TokenizerError.malformed(
        path: path, expected: "ids of at least 0", found: "\(negative.value) for '\(negative.key)'")
    }
    size = Int(ids.values.max() ?? -1) + 1
    self.path = path
    func id(_ token: String) throws -> Int32 {
      guard let id = ids[token] else {
        throw TokenizerError.malformed(
          path: path, expected: "a vocabulary with '\(token)'", found: "none of that name")
      }
      return id
    }
    innerBytes = try Self.byteNames.map { try id(String(Character($0))) }
    finalBytes = try Self.byteNames.map { try id(String(Character($0)) + "</w>") }
    start = try id(Self.startNames.first { ids[$0] != nil } ?? Self.startNames[0])
    end = try id(Self.endNames.first { ids[$0] != nil } ?? Self.endNames[0])
    var table: [UInt64: BytePairMerger.Merge] = [:]
    table.reserveCapacity(merges.count)
    for (rank, merge) in merges.enumerated() {
      let key = BytePairMerger.key(try id(merge.first), try id(merge.second))
      let merged = try id(merge.first + merge.second)
      if table[key] == nil { table[key] = BytePairMerger.Merge(rank: Int32(rank), id: merged) }
    }
    merger = BytePairMerger(merges: table)
  }

  /// Builds OpenAI's vocabulary, which its merges alone determine: 256 bytes in the order of
  /// `byteOrder`, the same with `</w>`, one token for each merge, start, end.
  init(openAIMerges merges: [(first: String, second: String)], path: String) throws {
    var ids: [String: Int32] = [:]
    func add(_ token: String) {
      ids[token] = Int32(ids.count)
    }
    let names = Self.byteOrder.map { String(Character(Self.byteNames[$0])) }
    for name in names { add(name) }
    for name in names { add(name + "</w>") }
    for merge in merges { add(merge.first + merge.second) }
    for name in [Self.startNames[0], Self.endNames[0]] { add(name) }
    try self.init(ids: ids, merges: merges, path: path)
  }

  /// The printable bytes of Latin-1, which name themselves.
  private static func isPrintable(_ byte: Int) -> Bool {
    (0x21...0x7e).contains(byte) || (0xa1...0xac).contains(byte) || (0xae...0xff).contains(byte)
  }

  /// The character that stands for each byte in token names: itself when printable, else the next
  /// free one from U+0100 on.
  static let byteNames: [Unicode.Scalar] = {
    var names: [Unicode.Scalar] = []
    var free: UInt32 = 0x100
    for byte in 0..<256 {
      if isPrintable(byte) {
        names.append(Unicode.Scalar(UInt8(byte)))
      } else {
        names.append(Unicode.Scalar(free) ?? " ")
        free += 1
      }
    }
    return names
  }()

  /// Bytes in the order of OpenAI's ids: the printable ones, then the others.
  static let byteOrder: [Int] =
    (0..<256).filter(isPrintable) + (0..<256).filter { !isPrintable($0) }
}
