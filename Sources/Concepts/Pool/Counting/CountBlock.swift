/// The bytes of a block of sorted records: each key as what differs from the one before it.
///
///     varint  bytes that the key shares with the one before it; 0 for the first of a block
///     varint  bytes that follow, and the bytes
///     image:    nothing
///     spelling: varint occurrences
///     counts:   varint occurrences, captions, singles, then varint 0, or
///               varint 1 + file, varint ordinal, varint text bytes and the text
///
/// A varint is LEB128: seven bits a byte, least significant first, the high bit set but in the last.
struct CountBlockEncoder {
  /// Bytes after which a block is closed.
  static let bytesTarget = 1 << 16

  private(set) var bytes: [UInt8] = []
  private var previous: [UInt8] = []

  /// Whether the block should be closed.
  var isFull: Bool { bytes.count >= Self.bytesTarget }

  /// Forgets the block; the next key is written whole.
  mutating func reset() {
    bytes.removeAll(keepingCapacity: true)
    previous.removeAll(keepingCapacity: true)
  }

  /// Appends a record; keys must ascend.
  mutating func append(_ key: [UInt8], _ tag: CountKey.Tag, _ record: CountRecord) {
    let shared = Self.sharedCount(previous, key)
    varint(shared)
    varint(key.count - shared)
    bytes.append(contentsOf: key[shared...])
    previous.removeSubrange(shared...)
    previous.append(contentsOf: key[shared...])
    if tag == .image { return }
    varint(record.occurrences)
    if tag == .surface { return }
    varint(record.captions)
    varint(record.singles)
    guard let example = record.example else {
      bytes.append(0)
      return
    }
    varint(example.place.file + 1)
    varint(example.place.ordinal)
    varint(example.text.count)
    bytes.append(contentsOf: example.text)
  }

  private static func sharedCount(_ left: [UInt8], _ right: [UInt8]) -> Int {
    let limit = min(left.count, right.count)
    var count = 0
    while count < limit, left[count] == right[count] { count += 1 }
    return count
  }

  private mutating func varint(_ value: Int) {
    var rest = UInt64(value)
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

/// Reads the records of a block; whatever the bytes are, it ends with a record, the end or `nil`.
struct CountBlockDecoder {
  /// Longest key that is accepted.
  static let keyBytesMax = 1 << 16

  private let bytes: [UInt8]
  private var next = 0
  private var isBroken = false

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Whether all records were read.
  var isAtEnd: Bool { next == bytes.count }

  /// Takes one record and turns `key` into its key; `nil` when the bytes are no record.
  mutating func record(_ key: inout [UInt8]) -> CountRecord? {
    let shared = varint()
    let added = varint()
    guard !isBroken, shared <= key.count, added <= bytes.count - next,
      shared + added <= Self.keyBytesMax
    else { return nil }
    key.removeSubrange(shared...)
    key.append(contentsOf: bytes[next..<(next + added)])
    next += added
    var record = CountRecord()
    guard let end = CountKey.nameEnd(of: key), let tag = CountKey.Tag(rawValue: key[end + 1])
    else { return nil }
    if tag == .image { return record }
    record.occurrences = varint()
    if tag == .surface { return isBroken ? nil : record }
    record.captions = varint()
    record.singles = varint()
    let file = varint()
    guard !isBroken else { return nil }
    if file == 0 { return record }
    let ordinal = varint()
    let count = varint()
    guard !isBroken, count <= bytes.count - next else { return nil }
    record.example = CaptionExample(
      place: CaptionPlace(file: file - 1, ordinal: ordinal),
      text: Array(bytes[next..<(next + count)]))
    next += count
    return record
  }

  private mutating func varint() -> Int {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while next < bytes.count, shift < 63 {
      let byte = bytes[next]
      next += 1
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return Int(value) }
      shift += 7
    }
    isBroken = true
    return 0
  }
}
