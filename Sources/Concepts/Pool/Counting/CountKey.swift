/// The keys under which counts are sorted and merged: bytes whose order is the order of a file.
///
///     counts:    section  name (UTF-8, no NUL)  0x00  0  kind
///     images:    section  name                  0x00  1  hash (8 bytes, big-endian)  kind
///     spellings: section  name                  0x00  2  kind  spelling
///
/// All keys of one name lie together, its counts first: a reader can decide by them which kinds it
/// takes, and then finds the images of those kinds in the order of their hashes.
enum CountKey {
  /// What a key is about; sections come in this order, so that a reader of a merged stream knows
  /// the sizes of words before it meets the names.
  enum Section: UInt8 {
    /// Images of the whole corpus; the name is empty.
    case corpus = 1
    /// A word: `occurrences` times as a token, `captions` times as a noun.
    case word = 2
    /// A word before the head of a phrase; the kind says noun or adjective.
    case modifier = 3
    /// The head of a phrase that has a modifier.
    case head = 4
    /// A name for the pool.
    case name = 5
  }

  /// What sort of name a key is about.
  enum Kind: UInt8 {
    /// A concept as the parser names it.
    case concept = 0
    /// A longer name by nouns before the head.
    case nounChain = 1
    /// A longer name by an adjective or participle before the head.
    case adjectiveChain = 2
  }

  /// Which facet of a name a record holds.
  enum Tag: UInt8 {
    case counts = 0
    case image = 1
    case surface = 2
  }

  /// Longest spelling that is kept apart, in bytes; longer ones are cut.
  static let surfaceBytesMax = 128

  /// Writes the key of a name's counts into `key`.
  static func counts(
    _ section: Section, _ name: some Sequence<UInt8>, _ kind: Kind, into key: inout [UInt8]
  ) {
    key.removeAll(keepingCapacity: true)
    key.append(section.rawValue)
    for byte in name { key.append(byte == 0 ? 0x20 : byte) }
    key.append(0)
    key.append(Tag.counts.rawValue)
    key.append(kind.rawValue)
  }

  /// Turns the key of a name's counts into that of one of its spellings.
  static func makeSurface(_ surface: some Sequence<UInt8>, of key: inout [UInt8]) {
    key[key.count - 2] = Tag.surface.rawValue
    key.append(contentsOf: surface)
  }

  /// Turns any key of a name into that of one of its images; `end` is the place of the name's NUL.
  static func makeImage(_ hash: UInt64, _ kind: UInt8, of key: inout [UInt8], end: Int) {
    key.removeSubrange((end + 1)...)
    key.append(Tag.image.rawValue)
    for shift in stride(from: 56, through: 0, by: -8) {
      key.append(UInt8(truncatingIfNeeded: hash >> UInt64(shift)))
    }
    key.append(kind)
  }

  /// A hash of an image's name: FNV-1a of 64 bits and the finaliser of MurmurHash3.
  ///
  /// Part of the format of counts, so it is the same on every machine. Two of 10⁸ images share one
  /// with probability 3·10⁻⁴.
  static func imageHash(_ name: some Sequence<UInt8>) -> UInt64 {
    var hash = bytesHash(name)
    hash ^= hash >> 33
    hash = hash &* 0xff51_afd7_ed55_8ccd
    hash ^= hash >> 33
    hash = hash &* 0xc4ce_b9fe_1a85_ec53
    hash ^= hash >> 33
    return hash
  }

  /// FNV-1a of 64 bits.
  static func bytesHash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
  }

  /// The place of the NUL after a key's name; `nil` when the bytes are no key.
  static func nameEnd(of key: [UInt8]) -> Int? {
    var place = 1
    while place < key.count, key[place] != 0 { place += 1 }
    return place + 2 < key.count ? place : nil
  }
}
