/// The words of the model with what is known of them: open addressing over the words' hashes.
struct WordTable: Hashable, Sendable {
  /// The high half of a slot is the low half of a hash, the low half an index of `entries` plus one.
  private(set) var slots: [UInt64]
  private(set) var entries: [WordEntry]
  /// A bit for each hash of a compound, by `filterPlace`: most names are none, and this is smaller
  /// than the cache.
  private let compoundFilter: [UInt64]

  private static let filterBits: UInt64 = 20

  /// Creates a table of words by hash; the order of `words` is the order of the entries.
  init(_ words: [(hash: UInt64, entry: WordEntry)]) {
    let capacity = max(16, words.count + words.count / 3)
    slots = Array(repeating: 0, count: capacity)
    entries = []
    for word in words {
      var place = Self.place(of: word.hash, capacity)
      while slots[place] != 0, slots[place] >> 32 != word.hash & 0xffff_ffff {
        place = place + 1 == capacity ? 0 : place + 1
      }
      guard slots[place] == 0 else { continue }
      entries.append(word.entry)
      slots[place] = (word.hash & 0xffff_ffff) << 32 | UInt64(entries.count)
    }
    compoundFilter = Self.filter(slots, entries)
  }

  /// Creates a table from its stored parts; `nil` when they do not fit together.
  init?(slots: [UInt64], entries: [WordEntry]) {
    guard slots.count <= Int(UInt32.max), slots.contains(0),
      slots.allSatisfy({ $0 & 0xffff_ffff <= UInt64(entries.count) })
    else { return nil }
    self.slots = slots
    self.entries = entries
    compoundFilter = Self.filter(slots, entries)
  }

  private static func filter(_ slots: [UInt64], _ entries: [WordEntry]) -> [UInt64] {
    var filter = [UInt64](repeating: 0, count: 1 << (filterBits - 6))
    for slot in slots where slot != 0 && entries[Int(slot & 0xffff_ffff) - 1].isCompound {
      let place = filterPlace(slot >> 32)
      filter[Int(place >> 6)] |= 1 << (place & 63)
    }
    return filter
  }

  /// The low half of a hash, cut to the bits of the filter.
  @inline(__always) private static func filterPlace(_ hash: UInt64) -> UInt64 {
    hash & (1 << filterBits - 1)
  }

  /// Whether a name with this hash is kept whole.
  @inline(__always) func isCompound(_ hash: UInt64) -> Bool {
    let place = Self.filterPlace(hash)
    return compoundFilter[Int(place >> 6)] >> (place & 63) & 1 == 1
      && entry(hash)?.isCompound ?? false
  }

  /// What is known of the word with this hash.
  @inline(__always) func entry(_ hash: UInt64) -> WordEntry? {
    var place = Self.place(of: hash, slots.count)
    while true {
      let slot = slots[place]
      if slot == 0 { return nil }
      if slot >> 32 == hash & 0xffff_ffff { return entries[Int(slot & 0xffff_ffff) - 1] }
      place = place + 1 == slots.count ? 0 : place + 1
    }
  }

  /// The high half of a hash, scaled to the number of slots.
  @inline(__always) private static func place(of hash: UInt64, _ capacity: Int) -> Int {
    Int(((hash >> 32) * UInt64(capacity)) >> 32)
  }

  /// What is known of a word in lower case.
  func entry(of word: String) -> WordEntry? {
    entry(FeatureHash.word(word.utf8))
  }
}
