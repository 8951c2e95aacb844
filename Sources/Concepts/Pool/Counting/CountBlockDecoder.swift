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
