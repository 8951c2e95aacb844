import Codecs

/// The last frame: sizes of all frames before it, in the zstd seekable format 0.1.0.
///
///     0      u32  magic 0x184D2A5E      4  u32  bytes that follow
///     8      12 n entries: u32 compressed bytes, u32 content bytes, u32 low half of XXH64
///     8+12n  u32  n      12+12n  u8  0x80 (checksums are there)      13+12n  u32  0x8F92EAB1
///
/// Skippable frames have content size and checksum 0. The checksum of a record is also the last
/// four bytes of its frame.
struct SeekTable {
  /// One frame.
  struct Entry: Hashable {
    var compressedBytes: Int
    var contentBytes: Int
    var checksum: UInt32
  }

  static let footerBytes = 9
  static let overhead = 8 + footerBytes
  private static let footerMagic: UInt32 = 0x8F92_EAB1

  var entries: [Entry] = []

  /// Notes the frame of a record.
  mutating func append(frame: [UInt8], contentBytes: Int, checksum: UInt32) {
    entries.append(
      Entry(compressedBytes: frame.count, contentBytes: contentBytes, checksum: checksum))
  }

  /// Notes a skippable frame of `bytes` bytes.
  mutating func appendSkippable(bytes: Int) {
    entries.append(Entry(compressedBytes: bytes, contentBytes: 0, checksum: 0))
  }

  func frame() -> [UInt8] {
    var content = ByteWriter()
    for entry in entries {
      content.append(UInt32(entry.compressedBytes))
      content.append(UInt32(entry.contentBytes))
      content.append(entry.checksum)
    }
    content.append(UInt32(entries.count))
    content.append([0x80])
    content.append(Self.footerMagic)
    return SkippableFrame.frame(.seekTable, content.bytes)
  }

  init() {}

  /// Number of frames by the file's last bytes; `nil` when they are not a seek table's.
  static func count(footer: [UInt8]) -> Int? {
    var reader = ByteReader(footer)
    guard let count = reader.read(UInt32.self), reader.read(UInt8.self) == 0x80,
      reader.read(UInt32.self) == footerMagic, reader.rest.isEmpty,
      (2...ShardLimits.recordsMax + 2).contains(Int(count))
    else { return nil }
    return Int(count)
  }

  /// Reads a frame of `count` entries; `nil` when it is not what was written.
  init?(frame: [UInt8], count: Int) {
    guard let content = SkippableFrame.content(of: frame, .seekTable),
      content.count == count * 12 + Self.footerBytes
    else { return nil }
    // One conversion of all numbers: a data set has a table for each thousand images.
    let numbers = LittleEndianColumn.values(of: content.prefix(count * 12), as: UInt32.self)
    entries = (0..<count).map { index in
      Entry(
        compressedBytes: Int(numbers[3 * index]), contentBytes: Int(numbers[3 * index + 1]),
        checksum: numbers[3 * index + 2])
    }
  }
}
