/// Counts of captions in memory: a hash table over one array of key and example bytes.
///
/// A table is used by one worker. When `bytes` passes the worker's share of memory, its owner writes
/// it as a sorted run and empties it; a run and what is counted later add up.
struct CountTable: Sendable {
  private struct Entry {
    var keyStart: Int
    var keyCount: Int32
    var exampleCount: Int32
    var exampleStart: Int
    var place: CaptionPlace
    var occurrences: Int
    var captions: Int
    var singles: Int
    /// Number of the last caption that was counted, to count a caption once.
    var lastCaption: Int
    /// The last image that was noted, so that captions of one image in a row note it once.
    var lastImage: UInt64
    var hash: UInt64
  }

  private struct ImageOfEntry {
    var entry: UInt32
    var image: UInt64
  }

  private var arena: [UInt8] = []
  private var entries: [Entry] = []
  /// Number of an entry plus one, or 0; a power of two of slots.
  private var slots: [UInt32] = Array(repeating: 0, count: 1 << 10)
  private var images: [ImageOfEntry] = []

  /// Bytes that the table takes, sorting included.
  var bytes: Int {
    arena.count + entries.count * (MemoryLayout<Entry>.stride + 16) + slots.count * 4
      + images.count * (MemoryLayout<ImageOfEntry>.stride + 4)
  }

  /// Whether nothing was counted since the table was emptied.
  var isEmpty: Bool { entries.isEmpty }

  /// Makes room for a table of `bytes` bytes, so that no array grows by doubling later.
  ///
  /// Memory that is not written to is not taken.
  mutating func reserve(bytes: Int) {
    arena.reserveCapacity(bytes / 2)
    entries.reserveCapacity(bytes / 2 / MemoryLayout<Entry>.stride)
    images.reserveCapacity(bytes / 2 / MemoryLayout<ImageOfEntry>.stride)
  }

  /// Forgets all counts and keeps the memory.
  mutating func removeAll() {
    arena.removeAll(keepingCapacity: true)
    entries.removeAll(keepingCapacity: true)
    images.removeAll(keepingCapacity: true)
    for slot in slots.indices { slots[slot] = 0 }
  }

  /// Adds occurrences under a key without a caption: words, modifiers, spellings.
  mutating func add(_ key: [UInt8], occurrences: Int = 1, captions: Int = 0) {
    let entry = entry(of: key)
    entries[entry].occurrences += occurrences
    entries[entry].captions += captions
  }

  /// Adds one occurrence under the key of a name.
  ///
  /// `caption` numbers the captions that this table has seen; `image` is the hash of the caption's
  /// image, `nil` when it belongs to none.
  mutating func add(
    _ key: [UInt8], caption: Int, image: UInt64?, place: CaptionPlace, text: String
  ) {
    let index = entry(of: key)
    if entries[index].occurrences == 0 {
      entries[index].exampleStart = arena.count
      appendExample(text)
      entries[index].exampleCount = Int32(arena.count - entries[index].exampleStart)
      entries[index].place = place
    }
    entries[index].occurrences += 1
    guard entries[index].lastCaption != caption else { return }
    entries[index].lastCaption = caption
    entries[index].captions += 1
    note(image, of: index)
  }

  /// Notes that a caption of `image` was read, named or not.
  mutating func addDocument(_ key: [UInt8], image: UInt64?) {
    let index = entry(of: key)
    entries[index].occurrences += 1
    note(image, of: index)
  }

  private mutating func note(_ image: UInt64?, of index: Int) {
    guard let image else {
      entries[index].singles += 1
      return
    }
    // A hash may be 0: the first image of an entry is noted whatever it is.
    if entries[index].lastImage == image, image != 0 { return }
    entries[index].lastImage = image
    images.append(ImageOfEntry(entry: UInt32(index), image: image))
  }

  private mutating func appendExample(_ text: String) {
    guard text.utf8.count > CaptionExample.scalarsMax else {
      arena.append(contentsOf: text.utf8)
      return
    }
    let cut = String.UnicodeScalarView(text.unicodeScalars.prefix(CaptionExample.scalarsMax))
    arena.append(contentsOf: String(cut).utf8)
  }

  /// The number of the key's entry, which is made when there is none.
  private mutating func entry(of key: [UInt8]) -> Int {
    let hash = CountKey.bytesHash(key)
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & mask
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if entries[index].hash == hash, isKey(key, of: index) { return index }
      slot = (slot + 1) & mask
    }
    slots[slot] = UInt32(entries.count + 1)
    entries.append(
      Entry(
        keyStart: arena.count, keyCount: Int32(key.count), exampleCount: -1, exampleStart: 0,
        place: CaptionPlace(file: 0, ordinal: 0), occurrences: 0, captions: 0, singles: 0,
        lastCaption: -1, lastImage: 0, hash: hash))
    arena.append(contentsOf: key)
    if entries.count * 2 > slots.count { growSlots() }
    return entries.count - 1
  }

  private func isKey(_ key: [UInt8], of index: Int) -> Bool {
    let entry = entries[index]
    guard Int(entry.keyCount) == key.count else { return false }
    for offset in 0..<key.count where arena[entry.keyStart + offset] != key[offset] {
      return false
    }
    return true
  }

  private mutating func growSlots() {
    slots = Array(repeating: 0, count: slots.count * 2)
    let mask = slots.count - 1
    for index in entries.indices {
      let hash = entries[index].hash
      var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(index + 1)
    }
  }
}

extension CountTable {
  /// Hands over all records in the order of their keys; the table is as before afterwards.
  mutating func forEachSorted(
    _ body: (_ key: [UInt8], _ tag: CountKey.Tag, _ record: CountRecord) throws -> Void
  ) rethrows {
    images.sort { ($0.entry, $0.image) < ($1.entry, $1.image) }
    var firstImage = Array(repeating: UInt32(0), count: entries.count + 1)
    for image in images { firstImage[Int(image.entry) + 1] += 1 }
    for index in entries.indices { firstImage[index + 1] += firstImage[index] }
    var key: [UInt8] = []
    // Entries of one name by kind, whose images follow the last of them.
    var kinds: [Int] = []
    for index in sortedEntries() {
      let entry = entries[index]
      let range = entry.keyStart..<(entry.keyStart + Int(entry.keyCount))
      let isCounts = arena[range.upperBound - 2] == CountKey.Tag.counts.rawValue && isBase(range)
      if !kinds.isEmpty, !(isCounts && isSameName(key, range)) {
        try writeImages(of: &kinds, firstImage, &key, body)
      }
      key.removeAll(keepingCapacity: true)
      key.append(contentsOf: arena[range])
      try body(key, isCounts ? .counts : .surface, record(of: entry))
      if isCounts { kinds.append(index) }
    }
    if !kinds.isEmpty { try writeImages(of: &kinds, firstImage, &key, body) }
  }

  /// Whether a key ends right after its kind: the key of a spelling may look alike at its end.
  private func isBase(_ range: Range<Int>) -> Bool {
    var place = range.lowerBound + 1
    while arena[place] != 0 { place += 1 }
    return place + 3 == range.upperBound
  }

  /// Whether the key of counts in `range` has the name of `key`, another key of counts.
  private func isSameName(_ key: [UInt8], _ range: Range<Int>) -> Bool {
    key.count == range.count
      && key.indices.dropLast().allSatisfy { key[$0] == arena[range.lowerBound + $0] }
  }

  private func writeImages(
    of kinds: inout [Int], _ firstImage: [UInt32], _ key: inout [UInt8],
    _ body: (_ key: [UInt8], _ tag: CountKey.Tag, _ record: CountRecord) throws -> Void
  ) rethrows {
    defer { kinds.removeAll(keepingCapacity: true) }
    let end = key.count - 3
    var hashes: [(hash: UInt64, kind: UInt8)] = []
    for index in kinds {
      let entry = entries[index]
      let kind = arena[entry.keyStart + Int(entry.keyCount) - 1]
      for place in firstImage[index]..<firstImage[index + 1] {
        hashes.append((images[Int(place)].image, kind))
      }
    }
    if kinds.count > 1 { hashes.sort { ($0.hash, $0.kind) < ($1.hash, $1.kind) } }
    for (place, image) in hashes.enumerated() {
      if place > 0, image == hashes[place - 1] { continue }
      CountKey.makeImage(image.hash, image.kind, of: &key, end: end)
      try body(key, .image, CountRecord())
    }
  }

  private func record(of entry: Entry) -> CountRecord {
    var record = CountRecord(
      occurrences: entry.occurrences, captions: entry.captions, singles: entry.singles)
    if entry.exampleCount >= 0 {
      let end = entry.exampleStart + Int(entry.exampleCount)
      record.example = CaptionExample(
        place: entry.place, text: Array(arena[entry.exampleStart..<end]))
    }
    return record
  }

  /// Entries in the order of their keys; most pairs are told apart by the first 8 bytes.
  private func sortedEntries() -> [Int] {
    var order = entries.indices.map { index in
      (prefix: prefix(of: entries[index]), index: UInt32(index))
    }
    order.sort { left, right in
      if left.prefix != right.prefix { return left.prefix < right.prefix }
      return precedes(entries[Int(left.index)], entries[Int(right.index)])
    }
    return order.map { Int($0.index) }
  }

  private func prefix(of entry: Entry) -> UInt64 {
    var prefix: UInt64 = 0
    for offset in 0..<8 {
      prefix <<= 8
      if offset < Int(entry.keyCount) { prefix |= UInt64(arena[entry.keyStart + offset]) }
    }
    return prefix
  }

  private func precedes(_ left: Entry, _ right: Entry) -> Bool {
    let limit = Int(min(left.keyCount, right.keyCount))
    for offset in 0..<limit {
      let (first, second) = (arena[left.keyStart + offset], arena[right.keyStart + offset])
      if first != second { return first < second }
    }
    return left.keyCount < right.keyCount
  }
}
