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
